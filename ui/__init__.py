"""The kiosk's screens: PySide6 and QML. Talks to kiosk/ only."""

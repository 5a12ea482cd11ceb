"""The kiosk's commands; one module each, found through the entry points ``jobfair.commands``."""

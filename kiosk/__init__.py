"""The kiosk without its face: identity, store, outbox, sync, devices. No Qt, no Django."""

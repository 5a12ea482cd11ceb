"""Pairing, credentials, health."""

"""Webhooks, exports and digests: a wing to come."""

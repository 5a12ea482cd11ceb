"""Seekers, résumés, cards."""

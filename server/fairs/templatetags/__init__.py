"""Filters of the fair's pages."""

"""Sealed bytes come in through four doors."""

"""Models that are added to the product: what one is (manifest), where they lie (shelf), how they come (adding)."""

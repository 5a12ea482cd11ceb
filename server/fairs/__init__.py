"""The fair and its snapshot for kiosks."""

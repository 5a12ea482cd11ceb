"""What devices talk to."""

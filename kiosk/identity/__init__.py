"""Who is this: probe, gallery, decision, documents. Nothing personal leaves this package in messages."""

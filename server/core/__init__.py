"""Organizations, users, roles, audit; keys and blobs."""

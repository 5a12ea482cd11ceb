"""SQLite as Django's database, with turns for those who write."""

"""The central server: Django. Talks to jobfair/ only."""

"""Wire version 1 over HTTP, typed by jobfair/wire."""

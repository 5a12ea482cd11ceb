"""How many people wait at which booth, and how often kiosks showed it. Numbers only: no person is in them."""

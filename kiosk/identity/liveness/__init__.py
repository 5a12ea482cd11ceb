"""Is somebody standing there? A random challenge, judged from 68 landmarks and the depth that a flat picture lacks."""

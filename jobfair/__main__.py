"""``python -m jobfair`` is the command ``jobfair``."""

from jobfair.cli import main

raise SystemExit(main())

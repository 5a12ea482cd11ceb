"""``python -m jobfair`` is the command ``jobfair``, and what kiosk.spec freezes."""

import multiprocessing
import sys

from jobfair.cli import main

if __name__ == "__main__":
    # The face process is spawned: it imports this module again, and in the frozen kiosk it starts this program again.
    multiprocessing.freeze_support()
    sys.exit(main())

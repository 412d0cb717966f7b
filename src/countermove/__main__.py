"""``python -m countermove``: the command line."""

import sys

from countermove.cli.app import main

if __name__ == "__main__":
    sys.exit(main())

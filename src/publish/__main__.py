"""`python -m publish`."""

import sys

from publish.commands.main import main

if __name__ == "__main__":
    sys.exit(main())

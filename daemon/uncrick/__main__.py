"""`python -m uncrick`."""

import sys

from uncrick.cli import main

sys.exit(main())

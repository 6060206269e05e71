"""`python -m hoso` is the `hoso` command."""

import sys

from hoso.command import main

sys.exit(main())

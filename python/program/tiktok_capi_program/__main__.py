"""`python -m tiktok_capi_program`."""

import sys

from . import main

sys.exit(main())

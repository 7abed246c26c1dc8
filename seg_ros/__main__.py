# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""`python -m seg_ros`: the command line."""

import sys

from seg_ros.cli.main import main

if __name__ == '__main__':
    sys.exit(main())

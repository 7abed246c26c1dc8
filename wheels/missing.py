# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Print the requirements in a file that this Python cannot import: `missing.py FILE`."""

from importlib.util import find_spec
from pathlib import Path
import re
import sys

MODULES = {
    'import-linter': 'importlinter',
    'opencv-python-headless': 'cv2',
    'Pillow': 'PIL',
    'PyYAML': 'yaml',
    'ros-domain-coordinator': 'domain_coordinator',
}

for line in Path(sys.argv[1]).read_text().splitlines():
    if name := re.match(r'[\w-]+', line):
        if find_spec(MODULES.get(name[0], name[0].replace('-', '_'))) is None:
            print(line)

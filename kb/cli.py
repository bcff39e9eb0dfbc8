"""stub"""

import sys
from pathlib import Path

from kb import check

base, problems = check(Path(sys.argv[1] if len(sys.argv) > 1 else "data"))
for p in problems:
    print(p)
print(len(problems), "problems")
sys.exit(bool(problems))

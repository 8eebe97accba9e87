"""`python -m pages.exports …`: the commands, or a sentence where a library that they need can't be loaded."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from data.errors import not_loaded
from data.words import house as t


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. Returns the exit status: 0 done, 1 refused with a sentence, 2 mistyped."""
    try:
        from pages.exports import command
    except ImportError as error:
        print(t(not_loaded(error)), file=sys.stderr)
        return 1
    return command.main(arguments)


if __name__ == "__main__":
    sys.exit(main())

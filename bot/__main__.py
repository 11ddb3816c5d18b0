"""``nutgraf``, and ``python -m bot``."""

import sys


def main() -> int:
    """Run the command that the arguments name and return its exit status."""
    from bot.cli import main as command_line

    return command_line(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())

"""How the command answers wrong use: in both languages, with exit code 2."""

from __future__ import annotations

import argparse
import sys
from typing import NoReturn

EXIT_WRONG_USE = 2


def wrong_use(command: str, vietnamese: str, english: str) -> int:
    """Says on standard error what was wrong; the exit code."""
    print(f"{command}: {vietnamese}\n{command}: {english}", file=sys.stderr)
    return EXIT_WRONG_USE


class Parser(argparse.ArgumentParser):
    """As argparse's, whose own words are English alone."""

    def error(self, message: str) -> NoReturn:
        """Ends the program after the usage, what is wrong and where help is."""
        self.print_usage(sys.stderr)
        help_vi = f"Lệnh chưa đúng cách dùng. Xem hướng dẫn: {self.prog} --help"
        sys.exit(wrong_use(self.prog, help_vi, f"error: {message}"))

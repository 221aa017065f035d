"""``python -m clausebook`` is the command ``clausebook``."""

from __future__ import annotations

from clausebook.cli.main import run

if __name__ == "__main__":
    run()

"""Real git repositories for tests."""

from __future__ import annotations

import subprocess
from pathlib import Path


def git(folder: Path, *arguments: str) -> str:
    """What git answers there."""
    done = subprocess.run(["git", *arguments], cwd=folder, capture_output=True, check=True, text=True)
    return done.stdout.strip()


def new_repository(folder: Path, *directories: str) -> Path:
    """A repository in a new folder, on the branch `main`, with these directories and nothing committed."""
    for directory in directories:
        (folder / directory).mkdir(parents=True)
    git(folder, "init", "-q", "-b", "main")
    git(folder, "config", "user.name", "Keeper")
    git(folder, "config", "user.email", "keeper@example.org")
    return folder


def commit(folder: Path) -> None:
    """Commit all that lies there."""
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "Documents")

"""What the paths on the command line mean: which root, and which part of it."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from verifier.errors import CorpusError


def resolve_selection(config_root: Path, paths: Sequence[Path]) -> tuple[Path, tuple[Path, ...]]:
    """The corpus root and the files and directories to restrict it to (`read_corpus(only=…)`).

    Paths within the configured root select among its documents; a single directory elsewhere is a
    root of its own; anything else gets the directory that the paths have in common. No paths: all of
    the configured root. Raises CorpusError for a path that does not exist.
    """
    for path in paths:
        if not os.path.lexists(path):
            message = f"There is no file or directory {path}."
            raise CorpusError(message, "Check the spelling; paths are relative to the working directory.")
    if all(relative_to_root(path, config_root) is not None for path in paths):
        return config_root, tuple(paths)
    if len(paths) == 1 and is_directory(paths[0]):
        return paths[0], ()
    homes = [path if _is_real_directory(path) else path.parent for path in paths]
    return Path(os.path.commonpath([_real(home) for home in homes])), tuple(paths)


def relative_to_root(path: Path, root: Path) -> str | None:
    """`path` as the corpus calls it ("" for the root itself); None where it lies elsewhere.

    Links on the way are resolved, a link at the end is not: it is the thing that was named.
    """
    real = _real(path) if _is_real_directory(path) else _real(path.parent) / path.name
    within = _real(root)
    if not real.is_relative_to(within):
        return None
    return "" if real == within else real.relative_to(within).as_posix()


def _is_real_directory(path: Path) -> bool:
    return is_directory(path) and not path.is_symlink()


def is_directory(path: Path) -> bool:
    """Whether it is one, for all that we may see (`Path.is_dir` raises where the way there is closed)."""
    try:
        return path.is_dir()
    except OSError:
        return False


def _real(path: Path) -> Path:
    return Path(os.path.realpath(path))

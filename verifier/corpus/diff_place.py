"""From where the names in a diff have to count, so that `git apply` finds the documents."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

from verifier.corpus.git import Git
from verifier.errors import CorpusError


class DiffPlace(NamedTuple):
    """How the diffs of a corpus are to be read."""

    prefix: str
    """What stands before a document's path; "" or ending with "/"."""
    apply_in: Path | None
    """The directory to apply them in; None where the working directory will do."""


def diff_place(root: Path, here: Path) -> DiffPlace:
    """For documents below the corpus `root` and somebody in the directory `here`.

    Names count from the top of the repository that `here` lies in, or from `here` where there is none. Where
    the corpus is somewhere else they count from the top of its own repository, or from its root. What lies
    outside of the working directory is passed over by git without a word.
    """
    real_root, real_here = Path(os.path.realpath(root)), Path(os.path.realpath(here))
    top = _top(real_here)
    if not real_root.is_relative_to(top):
        top = _top(real_root)
    within = real_root.relative_to(top).as_posix()
    reaches_all = real_root.is_relative_to(real_here)
    return DiffPlace("" if within == "." else f"{within}/", None if reaches_all else top)


def _top(directory: Path) -> Path:
    try:
        top = Git(directory).top()
    except CorpusError:
        return directory
    return top if directory.is_relative_to(top) else directory

"""A further archive costs one file, its name and one line: nothing that is there is left out."""

from __future__ import annotations

import inspect
import pkgutil
from importlib import import_module
from typing import get_args

from verifier import archive
from verifier.archive.interface import Archive
from verifier.archive.registry import ALL_ARCHIVES
from verifier.config import ArchiveKind

_MEMBERS = {name for name in dir(Archive) if not name.startswith("_")}


def declared() -> set[type]:
    """Every class of the folder that can all that an archive can."""
    modules = [
        import_module(f"{archive.__name__}.{found.name}") for found in pkgutil.iter_modules(archive.__path__)
    ]
    classes = {member for module in modules for _, member in inspect.getmembers(module, inspect.isclass)}
    return {one for one in classes if one is not Archive and set(dir(one)) >= _MEMBERS}


def test_every_archive_in_the_folder_is_registered() -> None:
    assert {"look_up", "load", "cited", "submit", "poll", "close"} <= _MEMBERS
    assert declared() == set(ALL_ARCHIVES.values())


def test_the_registry_s_names_are_the_ones_that_can_be_configured() -> None:
    assert set(ALL_ARCHIVES) == set(get_args(ArchiveKind))
    assert list(ALL_ARCHIVES) == sorted(ALL_ARCHIVES)

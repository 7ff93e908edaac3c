"""What a configuration file may not say in CI mode, where it is part of the change under test or lies in a
tree that the change wrote."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import Enum
from pathlib import Path
from typing import Any

from verifier.config import Config


class Trust(Enum):
    """Whose word a configuration file is."""

    OWN = "own"
    """The user's: all of it counts."""
    BASE = "base"
    """As the base branch has it: all but what leads to files that the change wrote, and private addresses."""
    CHANGE = "change"
    """The change's own: nothing that decides whom we contact, how and when, what is kept, and whose results
    are believed."""


_SECTIONS = frozenset({"fetch", "network", "archive", "check", "evidence", "host"})
_KEYS = frozenset({("store", "url"), ("fetch", "ca_file"), ("fetch", "allow_addresses")})
_INSIDE = (("corpus", "root"), ("report", "dir"), ("gate", "baseline"), ("gate", "decisions"))
"""Below the directory of the file that says so, whoever says it: the change may have made links."""
_DEFAULTS = Config()


def keys_of(values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Section and key of everything that a file says; "" for the key of what is no section."""
    for section, content in values.items():
        if isinstance(content, dict):
            yield from ((section, key) for key in content)
        else:
            yield section, ""


def restrict(values: dict[str, Any], trust: Trust, base: Path, mistakes: list[str]) -> tuple[str, ...]:
    """Keep what a file may say that has `trust`: the names of what was removed. Adds to `mistakes` what leads
    out of `base`, the directory of the file."""
    if trust is Trust.OWN:
        return ()
    left_out = _take_out(values, _SECTIONS if trust is Trust.CHANGE else frozenset())
    for section, key in _INSIDE:
        content = values.get(section, {})
        default = getattr(getattr(_DEFAULTS, section), key)
        text = content.get(key, default) if isinstance(content, dict) else None
        if isinstance(text, str) and "\0" not in text and not _is_inside(base / text, base):
            mistakes.append(
                f"{section}.{key} = {text[:80]!r}: leads out of {base}, which CI mode does not allow"
            )
    # No database of the change's own: its results would be believed.
    store = values.setdefault("store", {})
    if isinstance(store, dict):
        store["url"] = ""
    return left_out


def _is_inside(path: Path, base: Path) -> bool:
    try:
        return path.resolve().is_relative_to(base.resolve())
    except (OSError, RuntimeError):
        # Links that lead in a circle.
        return False


def _take_out(values: dict[str, Any], sections: frozenset[str]) -> tuple[str, ...]:
    names = []
    for section, key in list(keys_of(values)):
        if section in sections:
            names.append(f"{section}.{key}" if key else section)
            values.pop(section, None)
        elif (section, key) in _KEYS:
            names.append(f"{section}.{key}")
            del values[section][key]
    return tuple(names)

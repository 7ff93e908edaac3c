"""By what the gate judges: configuration, baseline and decisions, and whose word they are."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from verifier.cli.settings import Call, Settings
from verifier.clock import SystemClock
from verifier.corpus.at_revision import AtRevision
from verifier.corpus.rulebooks import from_disk, read_baseline, read_decisions
from verifier.errors import ConfigError
from verifier.gate.baseline import Known
from verifier.gate.decisions import Decision

_BROKEN = (
    "Under --ci with --since the file of {since} counts, and this is what is wrong with it; the change's own "
    "is valid. Where it is a mistake, merge the correction without --ci, once you have looked at it."
)


class Ground(NamedTuple):
    """What the gate judges by."""

    settings: Settings
    baseline: frozenset[Known]
    decisions: tuple[Decision, ...]
    notes: tuple[str, ...]
    """What a reader has to know of where it comes from."""


def ground_of(call: Call, since: str | None) -> Ground:
    """What the working tree says; in CI mode with a revision, what that revision says, for the change may not
    relax what it is judged by. The change's own files have to be valid all the same.

    Raises ConfigError, and CorpusError as `AtRevision` does.
    """
    if not call.ci or since is None:
        return _ground(call.settings(), from_disk)
    base = AtRevision(Path.cwd(), since)
    _ground(replace(call, quiet=True).settings(), from_disk)
    try:
        ground = _ground(call.settings_of_base(base.read), base.read)
    except ConfigError as error:
        raise ConfigError(f"at {since}: {error}", _BROKEN.format(since=since)) from None
    _require_root(call, ground.settings, base)
    return ground._replace(notes=tuple(_altered(call, ground.settings, base)))


def _require_root(call: Call, settings: Settings, base: AtRevision) -> None:
    """Where the root never held anything, its name is what has to be corrected, and the change cannot do
    that."""
    root, since = Path.cwd() / settings.root, base.revision
    if not _is_empty(root) or base.has_directory(root):
        return
    if settings.file is None:
        file = os.path.relpath(call.config_path)
        why, what = f"there is no {file}, so that the defaults do", "the first configuration"
    else:
        why, what = "it names this root", "its correction"
    raise ConfigError(
        f"the corpus root {settings.root} holds nothing, neither here nor at {since}. Under --ci with "
        f"--since the configuration counts as {since} has it: {why}",
        f"Merge {what} without --ci, once you have looked at it; or say --set corpus.root=….",
    )


def _is_empty(root: Path) -> bool:
    try:
        return next(root.iterdir(), None) is None
    except FileNotFoundError:
        return True
    except OSError:
        return False


def _ground(settings: Settings, read: Callable[[Path], bytes | None]) -> Ground:
    baseline, decisions = _rulebooks(settings)
    today = SystemClock().now().date()
    return Ground(settings, read_baseline(baseline, read), tuple(read_decisions(decisions, read, today)), ())


def _rulebooks(settings: Settings) -> tuple[Path, Path]:
    gate = settings.config.gate
    # Absolute, as `AtRevision` takes them.
    return Path.cwd() / settings.path(gate.baseline), Path.cwd() / settings.path(gate.decisions)


def _altered(call: Call, settings: Settings, base: AtRevision) -> Iterator[str]:
    paths = (call.config_path, *_rulebooks(settings))
    for path in paths:
        if base.altered(path):
            yield (
                f"The change alters {path.name}, which counts once it is merged: "
                f"judged by that of {base.revision}."
            )

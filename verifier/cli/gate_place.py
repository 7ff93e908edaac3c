"""Which files are documents for the gate: by the configuration as it is, and as it was."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from verifier.cli.settings import Call, Settings
from verifier.config import CorpusConfig, FieldsConfig
from verifier.corpus.at_revision import AtRevision
from verifier.corpus.files import list_files
from verifier.corpus.git import Git
from verifier.corpus.history import Placed
from verifier.errors import ConfigError, CorpusError
from verifier.model.exitcode import ExitCode
from verifier.model.gate import GateReport

_BY_THE_CHANGE = "The change alters which files are documents: judged is what its own [corpus] takes in."
_DOUBT = (
    "Inconclusive: the change alters which files are documents, or what in them is a citation; "
    "what it takes in is not judged. See [corpus] and [fields] of its configuration."
)


class Place(NamedTuple):
    """Where the documents are."""

    settings: Settings
    """With the [corpus] that says so."""
    was: Placed | None = None
    """Which files were documents before; None: the same ones."""
    notes: tuple[str, ...] = ()
    doubt: str = ""
    """Why not everything is judged, "" where it is."""


def place_of(call: Call, settings: Settings, since: str | None) -> Place:
    """Where the documents are for a gate that works by `settings`.

    In CI mode these are those of the revision. A change that alters what is a document is judged by both
    configurations where one of them calls a document all that the other one does; else a doubt is told.
    Raises ConfigError, and CorpusError as `touched_since` does.
    """
    if since is None:
        return Place(settings)
    if call.ci:
        return _of_both(settings, replace(call, quiet=True).settings(), _was(call, since) or settings)
    if Git(Path.cwd()).is_as_it_was(call.config_path, since):
        # Nearly always, and one question instead of six.
        return Place(settings)
    was = _was(call, since)
    return Place(settings, None if was is None else _placed(was))


def doubted(report: GateReport, doubt: str) -> GateReport:
    """The report, which does not pass for all where not all was judged."""
    if not doubt:
        return report
    outcome = ExitCode.INCONCLUSIVE if report.outcome is ExitCode.PASS else report.outcome
    return replace(report, outcome=outcome, notes=(doubt, *report.notes))


def _was(call: Call, since: str) -> Settings | None:
    """By the configuration where the change began; None where there was none, or none that can be read."""
    try:
        git = Git(Path.cwd())
        parted = git.merge_base(git.required_commit(since))
        if parted is None:
            return None
        was = replace(call, quiet=True).settings_of_base(AtRevision(Path.cwd(), parted).read)
    except (ConfigError, CorpusError):
        # The corpus may lie in a repository, and the configuration in none.
        return None
    return None if was.file is None else was


def _placed(settings: Settings) -> Placed:
    return Placed(settings.root, settings.config.corpus)


def _of_both(base: Settings, head: Settings, was: Settings) -> Place:
    """`was` is where the change began: the revision may have gone on since."""
    old, new = base.config, head.config
    is_gone = not os.path.lexists(base.root)
    if _says(head) == _says(was):
        return Place(_with(base, head) if is_gone and head.root.is_dir() else base)
    is_read_alike = _reading(old.corpus) == _reading(new.corpus) and old.fields == new.fields
    before, now = _documents(base.root, old.corpus), _documents(head.root, new.corpus)
    doubt = "" if is_read_alike else _DOUBT
    # The patterns of gate.lenient count from the root.
    is_lenient_alike = is_gone or base.root == head.root or not old.gate.lenient
    if is_gone or (is_read_alike and is_lenient_alike and before <= now):
        return Place(_with(base, head), _placed(was), (_BY_THE_CHANGE,), doubt)
    return Place(base, doubt=doubt if now <= before else _DOUBT)


def _says(settings: Settings) -> tuple[Path, CorpusConfig, FieldsConfig]:
    return settings.root, settings.config.corpus, settings.config.fields


def _with(base: Settings, head: Settings) -> Settings:
    """The policy of the one with the documents of the other."""
    documents = {"corpus": head.config.corpus, "fields": head.config.fields}
    return replace(base, config=base.config.model_copy(update=documents), base=head.base)


def _reading(config: CorpusConfig) -> CorpusConfig:
    return config.model_copy(update={"root": "", "include": (), "exclude": ()})


def _documents(root: Path, config: CorpusConfig) -> frozenset[str]:
    """The paths of what a walk takes or tells."""
    return frozenset(_paths(root, config)) if root.is_dir() else frozenset()


def _paths(root: Path, config: CorpusConfig) -> Iterator[str]:
    top = os.path.realpath(root)
    listing = list_files(root, config)
    yield from (f"{top}/{path}" for path in (*listing.files, *listing.refused))

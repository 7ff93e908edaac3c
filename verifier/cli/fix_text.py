"""What `verifier fix` says of repairs: one object for machines, a few lines for people."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from verifier.judge.wording import count
from verifier.model.exitcode import ExitCode
from verifier.model.repair import Proposal, Refusal, RepairKind
from verifier.runs.repairing import Repairs

_SHOWN = 10
"""Lines about single documents; all of them are in --json."""
_WORDS = {
    RepairKind.COPY_ADDED: ("copy added", "copies added"),
    RepairKind.COPY_REPLACED: ("copy replaced", "copies replaced"),
    RepairKind.MOVE_FOLLOWED: ("move followed", "moves followed"),
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of repairs that were to be made."""

    done: tuple[str, ...]
    """The paths of documents whose repairs are made."""
    failures: Mapping[str, str]
    """Why others' are not, by path."""
    word: str
    """"written", or where they were committed."""
    interrupted: ExitCode | None = None
    """What to end with where a signal came before the last document."""
    nothing: str = ""
    """What there is to say, a sentence, where nothing was made and not even the place for it."""

    @classmethod
    def of(
        cls, reasons: Mapping[str, str], word: str, interrupted: ExitCode | None = None, nothing: str = ""
    ) -> Outcome:
        """From why each document was not taken ("" where it was), by path."""
        done = tuple(path for path, reason in reasons.items() if not reason)
        failures = {path: reason for path, reason in reasons.items() if reason}
        return cls(done, failures, word, interrupted, "" if done else nothing)

    @property
    def code(self) -> ExitCode:
        """What the command ends with."""
        if self.interrupted is not None:
            return self.interrupted
        return ExitCode.ERROR if self.failures else ExitCode.PASS


def record(repairs: Repairs, outcome: Outcome | None, prefix: str) -> dict[str, object]:
    """The object of `--json`; `done` is null where nothing was to be written. `prefix` as in `DiffPlace`."""
    return {
        "proposals": list(map(_proposal, repairs.proposals)),
        "withheld": list(map(_proposal, repairs.withheld)),
        "refusals": list(map(_refusal, repairs.refusals)),
        "diffs": {each.document.path: each.diff(prefix) for each in repairs.documents},
        "done": None if outcome is None else list(outcome.done),
        "failures": {} if outcome is None else dict(outcome.failures),
    }


def summary(repairs: Repairs, outcome: Outcome | None, apply_in: Path | None) -> Iterator[str]:
    """What a person is told. `apply_in` as in `DiffPlace`.

    No line begins with what a stranger named: log readers of CI services take "::…" there for a command.
    """
    kinds = Counter(proposal.kind for proposal in repairs.proposals)
    if kinds:
        parts = ", ".join(count(kinds[kind], *_WORDS[kind]) for kind in RepairKind if kinds[kind])
        yield f"{parts}, in {count(len(repairs.documents), 'document')}."
    else:
        yield "There is nothing to repair by what was recorded so far."
    if repairs.withheld:
        withheld = count(len(repairs.withheld), "change")
        yield f"Not made: {withheld} that a person should look at; --unsafe shows them."
    yield from _some(f"Left alone: {_place(refusal)}: {refusal.reason}" for refusal in repairs.refusals)
    if outcome is not None:
        yield outcome.nothing or f"{count(len(outcome.done), 'document')} {outcome.word}."
        yield from _some(f"Not {outcome.word}: {path}: {why}" for path, why in outcome.failures.items())
    elif kinds:
        yield "Nothing was written; --write does, and --branch NAME commits it."
        if apply_in is not None:
            where = shlex.quote(str(apply_in))
            yield f"The diff is not for this directory: verifier fix | git -C {where} apply"


def last_line(repairs: Repairs, outcome: Outcome) -> str:
    """What an interrupted command has done, for whoever wonders."""
    files = f"{len(outcome.done):,} of {count(len(repairs.documents), 'file')}"
    return f"Interrupted: {files} were {outcome.word}, each of them whole; the same command writes the rest."


def _place(refusal: Refusal) -> str:
    return f"{refusal.path}:{refusal.place.line}:{refusal.place.column}"


def _some(lines: Iterable[str]) -> Iterator[str]:
    every = list(lines)
    yield from every[:_SHOWN]
    if len(every) > _SHOWN:
        yield f"… and {len(every) - _SHOWN:,} more; --json tells all of them."


def _proposal(proposal: Proposal) -> dict[str, object]:
    citation = proposal.citation
    return {
        "path": citation.path,
        "line": citation.place.line,
        "column": citation.place.column,
        "field": citation.field,
        "index": citation.index,
        "url": citation.claim.url,
        "kind": proposal.kind,
        "edits": {edit.name: edit.value for edit in proposal.edits},
        "evidence": proposal.evidence,
        "cited_title": citation.claim.title,
        "found_title": proposal.found_title,
        "safe": proposal.is_safe,
        "doubt": proposal.doubt or None,
    }


def _refusal(refusal: Refusal) -> dict[str, object]:
    edit = refusal.edit
    return {
        "path": refusal.path,
        "line": refusal.place.line,
        "column": refusal.place.column,
        "reason": refusal.reason,
        "edit": None if edit is None else {"name": edit.name, "value": edit.value},
    }

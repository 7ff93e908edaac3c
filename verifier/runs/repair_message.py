"""The message of a commit that holds repairs: what was changed, and the evidence, as a table.

Services act on messages: they close issues, call people, skip checks. So nothing that a page says of itself
is in it, and paths and addresses are written so that they mean nothing but themselves.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from verifier.judge.wording import count
from verifier.model.repair import Proposal, RepairKind
from verifier.report.inert import visible

_PLAIN_PATH = re.compile(r"[\w ./%',()+=~-]+", re.ASCII)
_UNSAFE_IN_URL = re.compile(r"[\[\]|<>`\\ *]")
"""Among others what "[skip ci]" and "***NO_CI***" are made of."""
_WORDS = {
    RepairKind.COPY_ADDED: "copy added",
    RepairKind.COPY_REPLACED: "copy replaced",
    RepairKind.MOVE_FOLLOWED: "move followed",
}


def commit_message(proposals: Sequence[Proposal]) -> str:
    """A subject of one line, and below it one row for each repair."""
    citations = {proposal.citation.key for proposal in proposals}
    documents = {proposal.citation.path for proposal in proposals}
    subject = f"Repair {count(len(citations), 'citation')} in {count(len(documents), 'document')}"
    head = ("| citation | repair | new address | evidence |", "| --- | --- | --- | --- |")
    return "\n".join((subject, "", *head, *_rows(proposals), ""))


def _rows(proposals: Iterable[Proposal]) -> Iterable[str]:
    for proposal in proposals:
        citation = proposal.citation
        place = f"{_path(citation.path)}:{citation.place.line}"
        cells = (place, _WORDS[proposal.kind], _url(proposal.edits[0].value), proposal.evidence)
        yield f"| {' | '.join(cells)} |"


def _path(path: str) -> str:
    """As git quotes paths: what is not plain is an octal escape."""
    if _PLAIN_PATH.fullmatch(path):
        return path
    return '"' + "".join(map(_escaped, path)) + '"'


def _escaped(character: str) -> str:
    if _PLAIN_PATH.fullmatch(character):
        return character
    return "".join(f"\\{byte:03o}" for byte in character.encode("utf-8", "surrogateescape"))


def _url(url: str) -> str:
    return _UNSAFE_IN_URL.sub(lambda found: f"%{ord(found[0]):02X}", visible(url))

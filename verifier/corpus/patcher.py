"""Plans the edits of one document as splices and changes, and makes them when they are proven."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from verifier.config import FieldsConfig
from verifier.corpus.nodes import MapNode, Scalar
from verifier.corpus.parsed import parse
from verifier.corpus.places import Lines
from verifier.corpus.proof import Change, require_proof
from verifier.corpus.splices import Splice, Splicer, spliced
from verifier.corpus.targets import NotEditable, Pair, Target, Targets
from verifier.model.citation import Place, Unreadable
from verifier.model.copy_address import address_in, lacks_only_the_scheme
from verifier.model.repair import Edit, Refusal

_SHOWN = 60
"""Characters of what a document says."""


class Refused(Exception):
    """A patch was not made."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.reason)
        self.refusal = refusal


class Step(NamedTuple):
    """All edits of one citation, planned."""

    edits: Sequence[Edit]
    splices: Sequence[Splice]
    changes: Sequence[Change]


class Patcher:
    """The patches of one document. Raises `Refused` where it cannot be read."""

    def __init__(self, data: bytes, path: str, lists: Sequence[str], fields: FieldsConfig) -> None:
        parsed = parse(path, data, lists)
        if isinstance(parsed, Unreadable):
            raise Refused(Refusal(path, parsed.place, parsed.message))
        self._parsed, self._lists, self._fields = parsed, lists, fields
        self._targets, self._splicer = Targets(parsed, lists, fields), Splicer(parsed)
        self._lines = Lines(parsed.text)

    def step(self, edits: Sequence[Edit]) -> Step:
        """What the edits of one citation do, at least one of them. Raises `Refused`."""
        edit = edits[0]
        try:
            _require_usable(edits)
            target = self._targets.find(*edit.citation)
            node = target.entry.node
            return (
                self._in_mapping(edits, target, node)
                if isinstance(node, MapNode)
                else self._in_text(edits, target)
            )
        except NotEditable as error:
            raise Refused(self.refusal(str(error), edit)) from None

    def proven(self, steps: Sequence[Step]) -> bytes:
        """The bytes with these steps made. Raises `Refused` where they would do anything else."""
        splices = [splice for step in steps for splice in step.splices]
        changes = [change for step in steps for change in step.changes]
        patched = (self._parsed.mark + spliced(self._parsed.raw, splices)).encode()
        try:
            require_proof(self._parsed, patched, splices, changes, self._lists, self._fields)
        except NotEditable as error:
            only = steps[0].edits[0] if len(steps) == 1 else None
            raise Refused(self.refusal(str(error), only)) from None
        return patched

    def refusal(self, reason: str, edit: Edit | None) -> Refusal:
        """A reason with its place: the citation that the edit is about, else the document."""
        entries = self._targets.entries.get(edit.field, []) if edit else []
        known = edit is not None and 0 <= edit.index < len(entries)
        place = self._lines.place(entries[edit.index].offset) if edit and known else Place(1, 1)
        return Refusal(self._parsed.path, place, reason, edit)

    def _in_mapping(self, edits: Sequence[Edit], target: Target, node: MapNode) -> Step:
        splices: list[Splice] = []
        changes: list[Change] = []
        new: dict[Pair, list[tuple[str, str]]] = {}
        for edit in edits:
            pair, value = self._targets.pair(node, edit.name), edit.value
            if pair is None:
                key = self._targets.spelling(edit.name)
                new.setdefault(self._targets.anchor(node, edit.name), []).append((key, value))
            else:
                key = pair.key.text
                splice, value = self._splicer.replace(pair.value, value, in_flow=target.in_flow)
                _require_address(edit, pair)
                splices.append(splice)
            changes.append(Change(edit, (*target.path, key), value, value))
        column = self._lines.place(node.start).column - 1
        for after, pairs in new.items():
            splices += self._splicer.insert(after, pairs, column, in_flow=target.in_flow)
        return Step(edits, splices, changes)

    def _in_text(self, edits: Sequence[Edit], target: Target) -> Step:
        """The one thing that plain text can be given: another URL in place of the one it holds."""
        edit, node, url = edits[0], target.entry.node, target.entry.claim.url
        if other := next((each.name for each in edits if each.name != "url"), None):
            raise NotEditable(f'the citation is plain text, without room for "{other}"; write it as "url: …"')
        if url is None or not isinstance(node, Scalar):
            raise NotEditable("the citation holds no URL that could be replaced; edit it by hand")
        if node.text == url:
            splice, value = self._splicer.replace(node, edit.value, in_flow=target.in_flow)
        else:
            splice, value = self._splicer.replace_within(node, url, edit.value)
        return Step(edits, [splice], [Change(edit, target.path, value, edit.value)])


def _require_usable(edits: Sequence[Edit]) -> None:
    if len({edit.name for edit in edits}) < len(edits):
        raise NotEditable("one field of the citation is given two values; choose one")
    for edit in edits:
        if not edit.value.strip() or edit.value != edit.value.strip():
            raise NotEditable(f"the new value of {edit.name} is empty or begins or ends with a space")
        if not edit.value.isprintable():
            raise NotEditable(f"the new value of {edit.name} holds a character that no line shows")


def _require_address(edit: Edit, pair: Pair) -> None:
    """A key like "archived" may say "yes", or name a copy that is no archive's: what a person wrote there is
    not written over."""
    said = "" if pair.value.null else pair.value.text.strip()
    if edit.name != "archive_url" or not said or address_in(said) or lacks_only_the_scheme(said):
        return
    shown = said if len(said) <= _SHOWN else f"{said[:_SHOWN]}…"
    raise NotEditable(
        f'its "{pair.key.text}" says "{shown}", which is no address of a web archive; rename that key'
    )

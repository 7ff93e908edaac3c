"""Changes of citations that are proposed, and why one is not made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from verifier.model.citation import Place

EditedField = Literal["url", "archive_url", "archive_date"]
"""What can be changed of a citation; the document may spell it otherwise (`[fields]`)."""


@dataclass(frozen=True, slots=True)
class Edit:
    """One field of one citation gets a value, whether it had one or not."""

    field: str
    """The list that the citation stands in (`Citation.field`)."""
    index: int
    """Its position there, from 0 (`Citation.index`)."""
    name: EditedField
    value: str
    """The new value as it is to be read, without quotes or escapes; one line."""

    @property
    def citation(self) -> tuple[str, int]:
        """Which citation of the document is changed."""
        return self.field, self.index


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why an edit, or a whole document, is left as it is."""

    path: str
    place: Place
    """The citation, or what is wrong in the document."""
    reason: str
    """What is in the way and what to do, one clause."""
    edit: Edit | None = None
    """The edit that is refused; None where it is the document."""


@dataclass(frozen=True, slots=True)
class Patched:
    """The bytes of a document with those edits that could be made."""

    data: bytes
    edits: tuple[Edit, ...]
    """What was changed."""
    refusals: tuple[Refusal, ...] = ()
    """What was not."""

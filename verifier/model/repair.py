"""Changes of citations that are proposed, and why one is not made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Literal

from verifier.model.citation import Citation, Place

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


class RepairKind(StrEnum):
    """What is repaired of a citation."""

    COPY_ADDED = "copy-added"
    """It named no copy, and gets the address of a confirmed one."""
    COPY_REPLACED = "copy-replaced"
    """The copy that it named cannot be one, is not there, or shows another page."""
    MOVE_FOLLOWED = "move-followed"
    """Its source answers at another address for good."""


@dataclass(frozen=True, slots=True)
class Move:
    """Where a source redirects to for good."""

    target: str
    """The address at the end of the redirects, all of them permanent."""
    first_seen: datetime
    """The first of the checks in a row that were led there."""
    last_seen: datetime
    times: int
    """How many they are."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """One repair of one citation, with what speaks for it."""

    citation: Citation
    kind: RepairKind
    edits: tuple[Edit, ...]
    evidence: str
    """What was seen and when, in sentences; nothing that a page says of itself is in them."""
    found_title: str | None
    """What the copy, or the page at the new address, calls itself."""
    doubt: str = ""
    """Why a person should look first, a clause; "" where the repair is safe."""

    @property
    def is_safe(self) -> bool:
        """Whether it can be made unseen."""
        return not self.doubt

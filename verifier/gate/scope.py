"""Which citations a change added or altered: told by what they say, not by where they stand. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from difflib import SequenceMatcher

from verifier.model.citation import Citation, Claim, Document

Content = tuple[str | bool | None, ...]
_MOST_PAIRS = 40_000
"""Of citations before and now whose order is compared; beyond that the last ones count as new."""


def added_or_altered(
    now: Sequence[Document],
    before: Sequence[Document],
    was: dict[str, Document],
    excuses: Callable[[str, str], bool] = lambda _before, _now: True,
) -> list[Citation]:
    """Those citations of the touched documents that say something that none said before, in their order.

    `before` are all touched documents as they were, `was` says which of them each is now, by path. A citation
    that was moved within its document or into another, whose keys were reordered or whose file was renamed
    says what it said. Where a document, or all of them, say something more often than before, new is what
    stands in another document, then what does not stand where the old order had it.
    `excuses` says whether what the document at one path said makes nothing new at another path.
    """
    left = {document.path: _contents(document) for document in before}
    new: dict[str, set[int]] = {}
    for document in now:
        old = was.get(document.path)
        is_known = old is not None and excuses(old.path, document.path)
        known = left[old.path] if old is not None and is_known else []
        new[document.path], rest = _unmatched(_contents(document), known)
        if old is not None and is_known:
            left[old.path] = rest
    elsewhere: dict[Content, list[str]] = defaultdict(list)
    for path, contents in left.items():
        for content in contents:
            elsewhere[content].append(path)
    found = []
    for document in now:
        for at in sorted(new[document.path]):
            owners = elsewhere[content_of(document.citations[at].claim)]
            owner = next((each for each in owners if excuses(each, document.path)), None)
            if owner is not None:
                owners.remove(owner)
            else:
                found.append(document.citations[at])
    return found


def content_of(claim: Claim) -> Content:
    """What makes a citation another one for the gate."""
    said = (claim.url, claim.title, claim.publisher, claim.date, claim.access_date, claim.archive_url)
    return (*said, claim.claims_verified)


def earlier_states(now: Sequence[Document], before: Sequence[Document]) -> dict[str, Document]:
    """Which document each one was, by its path now. What is new is left out.

    By path and id, by id, by path, by the bytes, by the file's name, at last by what most of its citations
    said.
    """
    was: dict[str, Document] = {}
    free = {document.path: document for document in before}
    for key in _KEYS:
        _pair(now, free, was, key)
    for _, path, old in sorted(_alike([each for each in now if each.path not in was], free.values())):
        if path not in was and old in free:
            was[path] = free.pop(old)
    return was


def _alike(now: Iterable[Document], before: Iterable[Document]) -> Iterator[tuple[int, str, str]]:
    """How many citations two documents share (less than 0, so that most come first), and their paths."""
    by_content: dict[Content, list[str]] = defaultdict(list)
    for old in before:
        for content in dict.fromkeys(_contents(old)):
            by_content[content].append(old.path)
    for document in now:
        said = dict.fromkeys(_contents(document))
        shared = Counter(path for content in said for path in by_content.get(content, ()))
        yield from ((-number, document.path, path) for path, number in shared.items())


def _pair(
    now: Iterable[Document],
    free: dict[str, Document],
    was: dict[str, Document],
    key: Callable[[Document], object],
) -> None:
    by_key: dict[object, Document] = {}
    for document in free.values():
        by_key.setdefault(key(document), document)
    for document in now:
        if document.path not in was and (old := by_key.pop(key(document), None)) is not None:
            was[document.path] = free.pop(old.path)


def own_id(document: Document) -> str:
    """What a document calls itself, its path where it does not."""
    return document.disputed_id or document.id


_KEYS: tuple[Callable[[Document], object], ...] = (
    lambda document: (document.path, own_id(document)),
    own_id,
    lambda document: document.path,
    lambda document: document.digest,
    lambda document: document.path.rpartition("/")[2],
)


def _contents(document: Document) -> list[Content]:
    return [content_of(citation.claim) for citation in document.citations]


def _unmatched(now: Sequence[Content], before: Sequence[Content]) -> tuple[set[int], list[Content]]:
    """The positions of what the document did not say before, and what it said and says no more."""
    is_more = Counter(now) - Counter(before)
    known = Counter(before)
    new: set[int] = set()
    # Only of what is said more often than before it is a question which is the new one.
    kept = set(_in_order(now, before)) if any(known[content] for content in is_more) else set()
    for at in sorted(range(len(now)), key=lambda at: (at not in kept, at)):
        if known[now[at]]:
            known[now[at]] -= 1
        else:
            new.add(at)
    return new, list(known.elements())


def _in_order(now: Sequence[Content], before: Sequence[Content]) -> Iterator[int]:
    """Positions of what stands where the old order had it."""
    first = 0
    while first < min(len(now), len(before)) and now[first] == before[first]:
        yield first
        first += 1
    last = 0
    while last < min(len(now), len(before)) - first and now[-1 - last] == before[-1 - last]:
        last += 1
        yield len(now) - last
    inner, old = now[first : len(now) - last], before[first : len(before) - last]
    if len(inner) * len(old) <= _MOST_PAIRS:
        for block in SequenceMatcher(None, old, inner, autojunk=False).get_matching_blocks():
            yield from range(first + block.b, first + block.b + block.size)

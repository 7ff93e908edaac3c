"""Text of strangers in Markdown: in code spans, where neither mentions, links nor markup live.

A pipe becomes "¦" in them: escaped by a backslash it would still end its table cell after another
backslash, and what follows would be live.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from verifier.model.verdict import Verdict
from verifier.report.inert import clip

_PLAIN_SENTENCE = re.compile(r"(?![ -]|\d+[.)])(?:[A-Za-z0-9 ,;.()'\"/“”‘’…–—-]|:(?= ))+")
"""Text in which no Markdown, mention or autolink can stand, `_REFERENCE` aside."""
_REFERENCE = re.compile(r"www\.|//|\b[a-z]{2,}-\d|\b[0-9a-f]{7,40}\b", re.IGNORECASE)
"""What GitHub makes a link of though it has no sign in it: a host, an issue ("GH-1"), a commit."""


def code(text: str | None, limit: int = 200) -> str:
    """A code span that shows `text`, "" where there is none; safe inside a table cell."""
    if text is None or not text.strip():
        return ""
    shown = clip(text, limit).strip()
    fence = "`" * (1 + max((len(run) for run in re.findall("`+", shown)), default=0))
    padding = " " if len(fence) > 1 else ""
    return f"{fence}{padding}{shown}{padding}{fence}".replace("|", "¦")


def sentence(text: str, limit: int = 300) -> str:
    """`text` as prose where nothing in it could be markup or a mention, else as a code span."""
    # More than the limit would show is not read: a stranger's text may have megabytes.
    shown = text[: limit + 1]
    plain = _PLAIN_SENTENCE.fullmatch(shown) and not _REFERENCE.search(shown)
    return clip(text, limit) if plain else code(text, limit)


def fitting(rows: Iterable[str], room: int, size: Callable[[str], int] = len) -> Iterator[str]:
    """The first of `rows`, a line each, that together fill at most `room`, measured by `size`."""
    for row in rows:
        room -= size(row) + 1
        if room < 0:
            return
        yield f"{row}\n"


def verdict_table(citations: int, verdicts: Mapping[Verdict, int]) -> list[str]:
    """The lines of a table: how many citations there are, and how many have each verdict."""
    numbers = [citations, *(verdicts.get(verdict, 0) for verdict in Verdict)]
    return [
        f"| citations | {' | '.join(Verdict)} |",
        "|---:" * len(numbers) + "|",
        f"| {' | '.join(f'{number:,}' for number in numbers)} |",
    ]

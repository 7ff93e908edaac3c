"""The form in which phrases are written down and compared."""

from __future__ import annotations

from verifier.model.text import tokens


def spoken(text: str) -> str:
    """Folded words with one space between them: the form in which phrases are compared."""
    return " ".join(tokens(text))


def phrases(text: str) -> tuple[str, ...]:
    """The phrases in `text`, written with ";" between them, as `spoken`."""
    return tuple(dict.fromkeys(filter(None, map(spoken, text.split(";")))))

"""A corpus written into a temporary directory and read from it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from textwrap import dedent

from verifier.config import Config
from verifier.corpus.documents import Draft, read_draft
from verifier.corpus.read import read_corpus
from verifier.model.citation import Claim, Corpus, Place, Unreadable

CONFIG = Config()


def write_files(root: Path, files: Mapping[str, str | bytes]) -> Path:
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return root


def read_files(root: Path, files: Mapping[str, str | bytes]) -> Corpus:
    return read_corpus(write_files(root, files), CONFIG.corpus, CONFIG.fields)


def draft_of(content: str | bytes, path: str = "a.md") -> Draft:
    """What a file with this content is read as; fails where it is unreadable."""
    data = content.encode() if isinstance(content, str) else content
    draft = read_draft(path, data, CONFIG.corpus.lists, CONFIG.fields)
    assert isinstance(draft, Draft), draft
    return draft


def unreadable_of(content: str | bytes, path: str = "a.md") -> Unreadable:
    """Why a file with this content is not read; fails where it is."""
    data = content.encode() if isinstance(content, str) else content
    result = read_draft(path, data, CONFIG.corpus.lists, CONFIG.fields)
    assert isinstance(result, Unreadable), result
    return result


def claims_in(front_matter: str) -> list[Claim]:
    return [entry.claim for entry in draft_of(f"---\n{dedent(front_matter)}\n---\n").entries]


def rest_of_line(text: str, place: Place) -> str:
    """What stands at a place, to the end of its line."""
    line = text.split("\n")[place.line - 1]
    return line[place.column - 1 :]

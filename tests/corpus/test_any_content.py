"""Whatever bytes a file holds, it is a document or it says why it is none."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.corpus.reading import CONFIG
from verifier.corpus.documents import Draft, read_draft
from verifier.model.citation import Unreadable

_PIECES = (
    *(
        "---\n",
        "+++\n",
        "sources:",
        "\n",
        "  ",
        "- ",
        "url: ",
        "https://x.org/a",
        "title: ",
        "'",
        '"',
        "{",
        "}",
    ),
    *("[", "]", ",", ":", "#", "|", ">", "&a ", "*a", "!!str ", "\t", "\r", "\x00", "\ufeff", "\u2028", "😀"),
    *("\\u", "<<: ", "? ", "%"),
)
_TEXTS = st.lists(st.sampled_from(_PIECES), max_size=30).map("".join)


@settings(max_examples=400, deadline=None)
@given(_TEXTS.map(str.encode) | st.binary(max_size=40), st.sampled_from(["a.md", "a.json"]), st.booleans())
def test_any_bytes_are_a_document_or_a_reason_with_a_place(content: bytes, path: str, fenced: bool) -> None:
    data = b"---\nsources:\n- " + content + b"\n---\n" if fenced else content
    result = read_draft(path, data, CONFIG.corpus.lists, CONFIG.fields)

    if isinstance(result, Unreadable):
        assert result.message
        place = result.place
    else:
        assert isinstance(result, Draft)
        place = result.place
        result.finish("id")
    lines = data.decode(errors="replace").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    assert 1 <= place.line <= len(lines)
    assert 1 <= place.column <= len(lines[place.line - 1]) + 2

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verifier.extract.charset import decode


@pytest.mark.parametrize(
    ("body", "header", "text"),
    [
        ("Größe".encode("cp1252"), "text/html; charset=ISO-8859-1", "Größe"),
        ("Größe".encode(), "text/html", "Größe"),
        ("Größe".encode("utf-8-sig"), "", "Größe"),
        ("Größe".encode("utf-16"), "text/html", "Größe"),
        ("Größe".encode("utf-32"), "text/html", "Größe"),
        ("<meta charset=windows-1251>Мир".encode("cp1251"), "text/html", "<meta charset=windows-1251>Мир"),
        ("日本".encode("shift_jis"), 'text/html; charset="Shift_JIS"', "日本"),
        ("中文".encode("gb18030"), "text/html; charset=gb2312", "中文"),
    ],
)
def test_the_declared_or_evident_encoding_is_read(body: bytes, header: str, text: str) -> None:
    assert decode(body, header) == text


def test_a_servers_single_byte_default_does_not_garble_valid_utf8() -> None:
    assert decode("Żółć – Größe".encode(), "text/html; charset=ISO-8859-1") == "Żółć – Größe"


def test_a_meta_that_says_utf8_is_not_believed_against_the_bytes() -> None:
    assert decode('<meta charset="utf-8">Größe'.encode("cp1252"), "").endswith("Größe")


@pytest.mark.parametrize("label", ["utf-7", "punycode", "idna", "rot13", "unicode_escape", "hex", "nonsense"])
def test_labels_outside_the_web_standard_are_ignored(label: str) -> None:
    assert decode(b"+ADw-script+AD4-", f"text/html; charset={label}") == "+ADw-script+AD4-"


@given(
    st.binary(max_size=300),
    st.sampled_from(
        ["", "utf-8", "utf-16", "gb18030", "iso-2022-jp", "big5", "euc-kr", "shift_jis", "utf-7", "é;\0"]
    ),
)
def test_any_bytes_under_any_label_decode(body: bytes, label: str) -> None:
    text = decode(body, f"text/html; charset={label}")

    assert not any("\ud800" <= character <= "\udfff" for character in text)

from __future__ import annotations

import pytest

from verifier.fetch.failures import Failed
from verifier.fetch.wire_url import wire_url
from verifier.model.observation import FailureKind
from verifier.model.source import parse_source


@pytest.mark.parametrize(
    ("url", "asked"),
    [
        ("http://t/", "http://t/"),
        ("http://straße.example:8080/ä?ö#ü", "http://xn--strae-oqa.example:8080/%C3%A4?%C3%B6"),
        ("https://xn--bcher-kva.example/", "https://xn--bcher-kva.example/"),
        ("http://under_score.example/", "http://under_score.example/"),
        ("http://3com.example/", "http://3com.example/"),
        ("http://0x7f.1:8080/a", "http://127.0.0.1:8080/a"),
        ("http://127.0.0.1./", "http://127.0.0.1/"),
        ("http://[2606:4700::1111]:443/", "http://[2606:4700::1111]:443/"),
        ("http://a.example/(2023)'s.pdf?x=%zz", "http://a.example/(2023)'s.pdf?x=%25zz"),
    ],
)
def test_what_goes_over_the_wire(url: str, asked: str) -> None:
    assert str(wire_url(parse_source(url))) == asked


@pytest.mark.parametrize("url", ["http://-ü.example/", "http://1.2.3.4.5.6.ü\u0301\u0301-/"])
def test_what_cannot_be_asked_for_is_malformed(url: str) -> None:
    with pytest.raises(Failed) as caught:
        wire_url(parse_source(url))
    assert caught.value.failure.kind is FailureKind.MALFORMED

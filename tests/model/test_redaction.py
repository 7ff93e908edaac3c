"""What is secret in an address shows nowhere, however carelessly the address is written."""

from __future__ import annotations

import pytest

from verifier.model.redaction import redacted, redacted_values


@pytest.mark.parametrize(
    "text",
    [
        "http://user:s3cret@proxy:8080",
        "http://s3cret@proxy:8080",
        "http://:s3cret@proxy:8080/",
        "user:s3cret@proxy:8080",
        "http://user:p@s3cret@proxy:8080",
        "postgresql://ada:s3/cr@s3cret@db.example/verifier",
        "postgresql://ada:12/s3cret@db.example/verifier",
        "mysql://ada:s3cret\n@db.example",
        "mysql://ada:x s3cret@db.example",
        "https://canary.example/?token=s3cret",
        "https://canary.example/?a=b&api_key=s3cret#x",
        "postgresql://db.example/verifier?user=ada&password=s3cret",
        "https://bucket.example/x?X-Amz-Signature=s3cret",
    ],
)
def test_no_secret_shows(text: str) -> None:
    assert "s3cret" not in redacted(text)
    assert "***" in redacted(text)
    assert "s3cret" not in str(redacted_values({"a": [text, (text,)], "b": text, "c": 1}))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "https://example.org/a/@author?page=2#top",
        "sqlite:////var/lib/verifier.db",
        "editor@example.org",
        "mailto:editor@example.org",
        "verifier (citation checker; https://example.org; mailto:a@example.org)",
        "17 3 * * *",
        "10.0.0.0/8",
        "fd00::/8",
    ],
)
def test_what_is_no_secret_stays(text: str) -> None:
    assert redacted(text) == text


def test_in_doubt_it_is_hidden() -> None:
    """What stands before the "@" could be a password of digits with a slash in it."""
    assert redacted("https://example.org:8443/a/@author?page=2#top") == "https://***@author?page=2#top"

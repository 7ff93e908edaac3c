from __future__ import annotations

import pytest

from verifier.corpus.patterns import matches
from verifier.errors import CorpusError


@pytest.mark.parametrize(
    ("pattern", "path", "expected"),
    [
        ("**/*.md", "a.md", True),
        ("**/*.md", "a/b/c.md", True),
        ("**/*.md", "a/b/c.mdx", False),
        ("**/*.md", "a\nb.md", True),
        ("**/*.md", "50%-off, it's.md", True),
        ("*.md", "a/b.md", False),
        ("./events/*.md", "events/a.md", True),
        ("events/**", "events/a/b.md", True),
        ("events/**", "events", True),
        ("events/", "events/a/b.md", True),
        ("events/", "eventsb/a.md", False),
        ("a/**/z.md", "a/z.md", True),
        ("a/**/z.md", "a/b/c/z.md", True),
        ("a?.md", "ab.md", True),
        ("a?.md", "a/.md", False),
        ("[0-9]*.md", "1x.md", True),
        ("[!0-9]*.md", "1x.md", False),
        ("[]a].md", "].md", True),
        ("a[.md", "a[.md", True),
        ("a+(b).md", "a+(b).md", True),
        ("*.MD", "a.md", True),
        ("**/*.json", "a/B.JSON", True),
        ("**/*.md", "a/B.Md", True),
        ("a*.md", "A.md", False),
        ("README.md", "readme.md", False),
    ],
)
def test_patterns_mean_what_they_mean_elsewhere(pattern: str, path: str, expected: bool) -> None:
    assert matches(path, [pattern]) is expected


def test_a_pattern_that_is_none_is_a_sentence() -> None:
    with pytest.raises(CorpusError, match=r'"\[z-a\]\.md"'):
        matches("a.md", ["[z-a].md"])

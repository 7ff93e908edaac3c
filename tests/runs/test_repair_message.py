"""The commit's message means nothing to the services that read messages."""

from __future__ import annotations

import pytest

from verifier.model.citation import Citation, Claim, Place
from verifier.model.repair import Edit, Proposal, RepairKind
from verifier.runs.repair_message import commit_message

HOSTILE_TITLE = "fixes #12 [skip ci] @team | x\nSigned-off-by: nobody"


def proposal(path: str = "a.md", url: str = "https://x.example/a", key: str = "k") -> Proposal:
    citation = Citation(
        path, "sources", 0, Place(7, 3), Claim("https://x.example/", HOSTILE_TITLE), None, None, key
    )
    edits = (Edit("sources", 0, "archive_url", url), Edit("sources", 0, "archive_date", "2024-05-07"))
    return Proposal(citation, RepairKind.COPY_ADDED, edits, "It was loaded.", HOSTILE_TITLE)


def test_one_row_for_each_repair_under_a_subject_of_one_line() -> None:
    message = commit_message([proposal(), proposal("b/c d.md", key="l"), proposal(key="m")])

    subject, empty, _, _, first, second, _ = message.splitlines()
    assert (subject, empty) == ("Repair 3 citations in 2 documents", "")
    assert first == "| a.md:7 | copy added | https://x.example/a | It was loaded. |"
    assert second.startswith("| b/c d.md:7 |")


def test_two_repairs_of_one_citation_are_one_citation() -> None:
    assert commit_message([proposal(), proposal()]).startswith("Repair 1 citation in 1 document\n")


def test_what_a_page_or_document_says_of_itself_is_not_in_it() -> None:
    assert "12" not in commit_message([proposal()])


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("closes #1.md", r'"closes \0431.md"'),
        ("[skip ci].md", r'"\133skip ci\135.md"'),
        ("@team.md", r'"\100team.md"'),
        ("a|b.md", r'"a\174b.md"'),
        ("a\nReviewed-by: x.md", r'"a\012Reviewed-by\072 x.md"'),
        ("é.md", r'"\303\251.md"'),
        ("\udcff.md", r'"\377.md"'),
        ("50%, l'été(1).md", r'"50%, l' + r"'\303\251t\303\251(1).md" + '"'),
    ],
)
def test_a_path_is_quoted_as_git_quotes(path: str, shown: str) -> None:
    assert f"| {shown}:7 |" in commit_message([proposal(path)])


def test_an_address_keeps_to_its_cell() -> None:
    message = commit_message([proposal(url="https://x.example/[skip ci]|#1@a`<b>/***NO_CI***")])

    end = "/%2A%2A%2ANO_CI%2A%2A%2A"
    assert f"| https://x.example/%5Bskip%20ci%5D%7C#1@a%60%3Cb%3E{end} |" in message

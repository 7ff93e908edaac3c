from __future__ import annotations

import re
from pathlib import Path
from types import ModuleType

import pytest

from tests.judge.claim_rules.claims import cite, corpus, document
from verifier.judge import claim_rules
from verifier.judge.claim_rules import ALL_CLAIM_RULES, check_claims
from verifier.model.citation import Corpus, Place, Unreadable
from verifier.model.finding import Severity


def test_every_rule_module_is_registered() -> None:
    folder = Path(claim_rules.__file__).parent
    modules = {path.stem for path in folder.glob("*.py")} - {"__init__"}

    assert {module.__name__.rpartition(".")[2] for module in ALL_CLAIM_RULES} == modules


def test_codes_rise_and_names_are_those_of_the_modules() -> None:
    codes = [module.RULE.code for module in ALL_CLAIM_RULES]

    assert codes == sorted(set(codes))
    for module in ALL_CLAIM_RULES:
        assert module.RULE.name == module.__name__.rpartition(".")[2].replace("_", "-")
        assert module.RULE.code in (module.__doc__ or "")


@pytest.mark.parametrize("rule", ALL_CLAIM_RULES, ids=lambda module: module.RULE.code)
def test_a_rule_explains_itself_in_sentences(rule: ModuleType) -> None:
    assert re.fullmatch(r"CIT0\d\d", rule.RULE.code)
    for text in (rule.RULE.means, rule.RULE.why, rule.RULE.todo):
        assert re.match(r"[A-Z].{20,}\.$", text)
        assert "  " not in text


def test_an_empty_corpus_has_no_findings() -> None:
    assert check_claims(Corpus("root", ())) == []


def test_findings_come_by_path_place_and_code_and_each_is_one_sentence() -> None:
    first = document(
        cite(None, None), cite("words"), cite("https://example.com/", "example.com"), path="b.md"
    )
    second = document(path="a.md")
    unreadable = Unreadable("c.md", Place(3, 4), "the file is not valid UTF-8; save it as UTF-8")
    findings = check_claims(Corpus("root", (first, second), (unreadable,)))

    shown = [(found.path, found.place.line, found.code) for found in findings]
    assert shown == sorted(shown)
    assert [code for _, _, code in shown] == [
        "CIT030", "CIT031", "CIT001", "CIT002", "CIT003", "CIT012", "CIT040",
    ]  # fmt: skip
    for found in findings:
        assert re.fullmatch(r"[“A-Z].*\.", found.message)


def test_a_finding_says_which_entry_it_is_about() -> None:
    (finding,) = (
        found for found in check_claims(corpus(document(cite(), cite("words")))) if found.code == "CIT002"
    )

    assert (finding.path, finding.place, finding.url) == ("a.md", Place(11, 5), "words")
    assert (finding.field, finding.index, finding.severity) == ("sources", 1, Severity.ERROR)

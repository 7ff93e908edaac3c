"""What fails, what warns, what is told."""

from __future__ import annotations

import pytest

from verifier.config import GateConfig
from verifier.gate.policy import Policy, unknown_codes
from verifier.judge.rules import ALL_RULES
from verifier.model.citation import Place
from verifier.model.finding import Finding
from verifier.model.gate import Level
from verifier.model.verdict import Verdict


def level(
    code: str, verdict: Verdict | None = Verdict.PROBLEM, path: str = "a.md", **config: object
) -> Level:
    rule = ALL_RULES[code]
    finding = Finding(code, rule.name, rule.severity, path, Place(1, 1), "…")
    policy = Policy(GateConfig.model_validate(config), lambda path: path.startswith("drafts/"))
    return policy.level(finding, verdict)


@pytest.mark.parametrize("code", ["CIT001", "CIT003", "CIT101", "CIT110", "CIT201", "CIT020", "CIT040"])
def test_positive_evidence_fails(code: str) -> None:
    assert level(code) is Level.FAIL


@pytest.mark.parametrize("code", ["CIT101", "CIT102", "CIT104", "CIT201"])
def test_what_is_not_established_warns(code: str) -> None:
    assert level(code, Verdict.UNCONFIRMED) is Level.WARN


def test_what_the_document_alone_shows_fails_whatever_the_page_says() -> None:
    assert level("CIT020", Verdict.VERIFIED) is Level.FAIL
    assert level("CIT003", Verdict.UNCONFIRMED) is Level.FAIL
    assert level("CIT040", None) is Level.FAIL


@pytest.mark.parametrize("code", sorted(code for code in ALL_RULES if code.startswith("CIT4")))
def test_what_could_not_be_checked_never_fails(code: str) -> None:
    assert level(code, Verdict.UNCONFIRMED) is not Level.FAIL


def test_the_configuration_says_otherwise_code_by_code() -> None:
    assert level("CIT101", warn_on=["CIT101"]) is Level.WARN
    assert level("CIT101", inform_on=["CIT101"]) is Level.INFORM
    assert level("CIT101", fail_on=[]) is Level.WARN
    assert level("CIT205", fail_on=["CIT205"]) is Level.FAIL
    assert level("CIT205", Verdict.VERIFIED, fail_on=["CIT205"]) is Level.WARN
    assert level("CIT031", Verdict.VERIFIED, warn_on=["CIT031"]) is Level.WARN
    assert level("CIT031") is Level.INFORM


def test_in_a_lenient_document_nothing_fails() -> None:
    assert level("CIT110", path="drafts/a.md") is Level.WARN
    assert level("CIT110", path="drafts/a.md", inform_on=["CIT110"]) is Level.INFORM


def test_a_code_that_no_rule_has_is_named() -> None:
    config = GateConfig(fail_on=("CIT101", "CIT999"), warn_on=("cit101",))
    assert unknown_codes(config, frozenset(ALL_RULES)) == ["CIT999", "cit101"]
    assert unknown_codes(GateConfig(), frozenset(ALL_RULES)) == []

"""Rulings to try baselines and decisions on."""

from __future__ import annotations

from verifier.judge.rules import ALL_RULES
from verifier.model.citation import Place
from verifier.model.finding import Finding
from verifier.model.gate import Level, Ruling
from verifier.model.verdict import Verdict

URL = "https://a.example/1"


def ruling(
    code: str = "CIT101",
    level: Level = Level.FAIL,
    *,
    url: str | None = URL,
    document: str = "doc",
    title: str | None = "One",
    line: int = 7,
) -> Ruling:
    rule = ALL_RULES[code]
    finding = Finding(
        code, rule.name, rule.severity, f"{document}.md", Place(line, 3), "…", url, 0, "sources"
    )
    return Ruling(finding, level, "f" * 32, document, Verdict.PROBLEM, title)

"""The rules about what documents quote (CIT25x). A new one is a module here and a line below."""

from __future__ import annotations

from collections.abc import Iterable

from verifier.judge.quotation_rules import quotation_differs, quotation_not_found
from verifier.model.finding import Finding
from verifier.model.quotation import QuotationJudgement

ALL_QUOTATION_RULES = (quotation_not_found, quotation_differs)
"""Each module has `RULE` and `check(path, judgement)`; in the order of the codes."""


def check_quotations(path: str, judgements: Iterable[QuotationJudgement]) -> list[Finding]:
    """Every finding about what the document at `path` quotes, in the order written."""
    checks = (module.check(path, one) for one in judgements for module in ALL_QUOTATION_RULES)
    return [finding for finding in checks if finding is not None]

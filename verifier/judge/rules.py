"""Every rule there is, by its code: what `verifier explain` prints and the reports name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import ModuleType

from verifier.judge.archive_rules import ALL_ARCHIVE_RULES
from verifier.judge.claim_rules import ALL_CLAIM_RULES
from verifier.judge.page_rules import ALL_PAGE_RULES
from verifier.judge.quotation_rules import ALL_QUOTATION_RULES
from verifier.model.finding import Rule


def by_code(rules: Iterable[Rule]) -> Mapping[str, Rule]:
    """The rules sorted by code. Raises ValueError where two have the same code."""
    table: dict[str, Rule] = {}
    for rule in sorted(rules, key=lambda rule: rule.code):
        if rule.code in table:
            raise ValueError(f"{rule.code} is both {table[rule.code].name} and {rule.name}")
        table[rule.code] = rule
    return table


_MODULES: tuple[ModuleType, ...] = (
    *ALL_CLAIM_RULES,
    *ALL_PAGE_RULES,
    *ALL_QUOTATION_RULES,
    *ALL_ARCHIVE_RULES,
)
ALL_RULES: Mapping[str, Rule] = by_code(module.RULE for module in _MODULES)
"""The rule table."""

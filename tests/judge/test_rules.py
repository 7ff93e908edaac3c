from __future__ import annotations

import re
from dataclasses import replace

import pytest

from verifier.judge.claim_rules import ALL_CLAIM_RULES
from verifier.judge.rules import ALL_RULES, by_code


def test_every_rule_is_found_by_its_code_in_the_order_of_the_codes() -> None:
    assert list(ALL_RULES) == sorted(ALL_RULES)
    assert {module.RULE.code for module in ALL_CLAIM_RULES} < set(ALL_RULES)
    for code, rule in ALL_RULES.items():
        assert rule.code == code
        assert re.fullmatch(r"CIT\d{3}", code)


def test_names_are_unique_and_every_rule_explains_itself() -> None:
    assert len({rule.name for rule in ALL_RULES.values()}) == len(ALL_RULES)
    assert all(rule.means and rule.why and rule.todo for rule in ALL_RULES.values())


def test_a_code_stands_for_one_rule() -> None:
    rule = ALL_CLAIM_RULES[0].RULE

    with pytest.raises(ValueError, match="CIT001 is both no-url and other"):
        by_code([rule, replace(rule, name="other")])

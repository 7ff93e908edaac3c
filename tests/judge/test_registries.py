from __future__ import annotations

import pkgutil
from types import ModuleType

import pytest

from verifier.judge import archive_rules, page_rules


@pytest.mark.parametrize(
    ("package", "registry"),
    [(page_rules, page_rules.ALL_PAGE_RULES), (archive_rules, archive_rules.ALL_ARCHIVE_RULES)],
)
def test_every_rule_in_the_folder_is_registered(
    package: ModuleType, registry: tuple[ModuleType, ...]
) -> None:
    in_folder = {f"{package.__name__}.{found.name}" for found in pkgutil.iter_modules(package.__path__)}

    assert in_folder == {module.__name__ for module in registry}
    assert [module.RULE.code for module in registry] == sorted(module.RULE.code for module in registry)

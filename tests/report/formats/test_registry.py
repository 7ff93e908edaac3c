from __future__ import annotations

import pkgutil
from importlib import import_module
from typing import get_args

from verifier.config import ReportConfig, ReportFormat
from verifier.report import formats


def test_every_module_of_the_folder_is_a_registered_format() -> None:
    modules = [
        import_module(f"{formats.__name__}.{found.name}") for found in pkgutil.iter_modules(formats.__path__)
    ]
    assert {module.NAME: module for module in modules} == dict(formats.FORMATS)
    assert len({module.FILENAME for module in modules}) == len(modules)


def test_the_configuration_knows_every_format_and_no_other() -> None:
    assert get_args(ReportFormat) == tuple(formats.FORMATS)
    assert set(ReportConfig().formats) <= set(formats.FORMATS)

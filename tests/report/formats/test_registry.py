from __future__ import annotations

import pkgutil
from importlib import import_module

from verifier.config import ReportConfig
from verifier.report import formats


def test_every_module_of_the_folder_is_a_registered_format() -> None:
    modules = [
        import_module(f"{formats.__name__}.{found.name}") for found in pkgutil.iter_modules(formats.__path__)
    ]
    assert {module.NAME: module for module in modules} == dict(formats.FORMATS)
    assert len({module.FILENAME for module in modules}) == len(modules)


def test_the_default_formats_exist() -> None:
    assert set(ReportConfig().formats) <= set(formats.FORMATS)

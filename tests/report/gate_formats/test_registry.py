from __future__ import annotations

import pkgutil
from importlib import import_module

from verifier.report import gate_formats
from verifier.report.gate_plugins import gate_format


def test_every_module_of_the_folder_is_a_registered_output() -> None:
    found = pkgutil.iter_modules(gate_formats.__path__)
    modules = [import_module(f"{gate_formats.__name__}.{one.name}") for one in found]

    assert {module.NAME: module.__name__.rpartition(".")[2] for module in modules} == dict(
        gate_formats.GATE_FORMATS
    )


def test_every_output_is_found_by_its_name() -> None:
    for name in gate_formats.GATE_FORMATS:
        assert name == gate_format(name).NAME

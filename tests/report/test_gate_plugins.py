from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from verifier.errors import ConfigError
from verifier.report.gate_plugins import GROUP, gate_format

ROOT = Path(__file__).resolve().parents[2]
ASK = """
import json, sys
from verifier.errors import ConfigError
from verifier.report.gate_plugins import gate_format
try:
    found = gate_format(sys.argv[1])
    answer = [found.NAME, found.render(None).decode() if found.NAME == "mine" else ""]
except ConfigError as error:
    answer = [error.message, error.hint]
print(json.dumps([answer, "mine" in sys.modules]))
"""
GOOD = "NAME = 'mine'\ndef render(report): return b'rendered'\n"


def _install(place: Path, package: str, module: str, name: str, code: str) -> None:
    """A package in `place` as an installer leaves it."""
    (place / f"{module}.py").write_text(code)
    info = place / f"{package}-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {package}\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(f"[{GROUP}]\n{name} = {module}\n")


def _asked(place: Path, name: str) -> tuple[list[str], bool]:
    """What a new process finds under `name`, and whether it loaded the plugin's module."""
    environment = {**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{place}"}
    done = subprocess.run(
        [sys.executable, "-c", ASK, name], env=environment, capture_output=True, text=True, check=True
    )
    answer, loaded = json.loads(done.stdout)
    return answer, loaded


def test_a_plugin_is_found_by_its_name_and_loaded_only_then(tmp_path: Path) -> None:
    _install(tmp_path, "my-output", "mine", "mine", GOOD)

    assert _asked(tmp_path, "mine") == (["mine", "rendered"], True)
    assert _asked(tmp_path, "text") == (["text", ""], False)
    (message, hint), loaded = _asked(tmp_path, "other")
    assert message == 'the outputs of the gate: there is no "other"'
    assert "mine" in hint
    assert not loaded


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("raise RuntimeError('boom')", "it does not load: RuntimeError: boom"),
        ("def render(report): return b''", 'it has no NAME "mine" and no render(report)'),
        ("NAME = 'mine'", 'it has no NAME "mine" and no render(report)'),
        ("NAME = 'yours'\ndef render(report): return b''", 'it has no NAME "mine" and no render(report)'),
    ],
)
def test_a_broken_plugin_is_named(tmp_path: Path, code: str, why: str) -> None:
    _install(tmp_path, "my-output", "mine", "mine", code)
    (message, _), _ = _asked(tmp_path, "mine")

    assert message == f'the outputs of the gate: the plugin "mine" (my-output) is broken: {why}'


def test_two_plugins_with_one_name_are_named(tmp_path: Path) -> None:
    _install(tmp_path, "my-output", "mine", "mine", GOOD)
    _install(tmp_path, "your-output", "yours", "mine", GOOD)
    (message, _), loaded = _asked(tmp_path, "mine")

    assert message == 'the outputs of the gate: "mine" is the name of two plugins (my-output, your-output)'
    assert not loaded


def test_a_plugin_with_a_name_of_ours_is_named(tmp_path: Path) -> None:
    _install(tmp_path, "my-output", "mine", "sarif", GOOD)
    (message, _), loaded = _asked(tmp_path, "mine")

    assert message.startswith('the outputs of the gate: the plugin "sarif" (my-output) has the name of one')
    assert not loaded


def test_an_unknown_name_names_what_there_is() -> None:
    with pytest.raises(ConfigError) as raised:
        gate_format("sarff")
    assert raised.value.hint.startswith('Did you mean "sarif"? They are text, github, ')

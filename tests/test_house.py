"""The repository checks itself: direction, style, types, and the texts that repeat what code says."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from verifier.cli import COMMANDS
from verifier.config import Config
from verifier.configsample import sample_config
from verifier.judge.rules import ALL_RULES
from verifier.model.observation import FailureKind

ROOT = Path(__file__).resolve().parents[1]


@pytest.mark.parametrize(
    "command",
    [
        ["lint-imports", "--no-cache"],
        ["ruff", "check", "--no-cache"],
        ["ruff", "format", "--check", "--no-cache"],
        ["mypy", "--no-incremental"],
    ],
    ids=lambda command: " ".join(command[:2]),
)
def test_the_house_rules_hold(command: list[str]) -> None:
    program = Path(sys.executable).parent / command[0]
    done = subprocess.run([str(program), *command[1:]], cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr


def test_config_toml_shows_every_option_with_its_default() -> None:
    text = (ROOT / "config.toml").read_text()

    assert text == sample_config()
    assert Config.model_validate(tomllib.loads(text)) == Config()


def test_every_command_has_a_module_and_stands_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text()
    modules = {path.stem for path in (ROOT / "verifier" / "cli").glob("*.py")}

    for name in COMMANDS:
        assert name in modules
        assert f"`{name}`" in readme or f"`{name} " in readme, name


def test_the_seed_document_is_there() -> None:
    assert list((ROOT / "seeds").glob("*.md"))


def test_the_readme_names_every_rule() -> None:
    readme = (ROOT / "README.md").read_text()
    start, end = readme.index("<!-- rules:"), readme.index("<!-- end of rules -->")
    rows = [line for line in readme[start:end].splitlines() if line.startswith("| CIT")]

    assert rows == [f"| {rule.code} | {rule.name} | {rule.severity} |" for rule in ALL_RULES.values()]


def test_the_demo_carries_the_seed_document() -> None:
    seeds = {path.name: path.read_bytes() for path in (ROOT / "seeds").glob("*.md")}
    carried = {path.name: path.read_bytes() for path in (ROOT / "verifier" / "demo" / "corpus").glob("*.md")}

    assert carried == seeds


def test_continuous_integration_runs_the_readme_s_test_command() -> None:
    readme = (ROOT / "README.md").read_text()
    command = "python3 -m venv .venv && .venv/bin/pip install -e '.[test]' && .venv/bin/python -m pytest"

    assert f"\n{command}\n" in readme
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
    assert "README.md" in (ROOT / ".ci" / "run").read_text()


def test_the_table_of_failures_names_every_kind() -> None:
    lines = (ROOT / "verifier" / "fetch" / "README.md").read_text().splitlines()
    rows = [line.split("`")[1] for line in lines if line.startswith("| `")]

    assert rows == [kind.value for kind in FailureKind]

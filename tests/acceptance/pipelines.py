"""What a CI service does with what we ship, as far as we rely on it: a runner of composite actions and one of
GitLab's scripts, each with bash, over real processes and files."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from tests.acceptance.command import ENVIRONMENT

ROOT = Path(__file__).resolve().parents[2]
ACTION = ROOT / ".github" / "actions" / "gate"
EXPRESSION = re.compile(r"\$\{\{\s*(.*?)\s*\}\}")
STRANGE = ("GITHUB_", "GH_", "RUNNER_", "CI_", "GATE_", "PYTHON")
"""What the machine that runs the tests says of itself, and what a runner would say."""


def load(file: Path) -> Any:
    return yaml.safe_load(file.read_text())


@dataclass
class Done:
    """How a step, or the action, ended."""

    code: int
    said: str
    outputs: dict[str, str] = field(default_factory=dict)
    summary: str = ""


@dataclass
class Runner:
    """A machine of GitHub with a checkout, that runs one job of a pull request."""

    workspace: Path
    temp: Path
    base: str = "main"
    token: str = ""
    """github.token; empty: whatever asks with it is refused."""
    environment: dict[str, str] = field(default_factory=dict)

    def use(self, **inputs: str) -> Done:
        """Run the steps of the action until one fails; "-" in the name of an input is "_" here."""
        action = load(ACTION / "action.yml")
        given = {name.replace("_", "-"): value for name, value in inputs.items()}
        assert given.keys() <= action["inputs"].keys()
        known = {
            f"inputs.{name}": given.get(name, each["default"]) for name, each in action["inputs"].items()
        }
        known |= {"github.token": self.token, "github.event.repository.default_branch": "main"}
        whole = Done(0, "")
        for step in action["runs"]["steps"]:
            done = self.step(step, known)
            whole.said += done.said
            whole.summary += done.summary
            known |= {f"steps.{step.get('id')}.outputs.{name}": each for name, each in done.outputs.items()}
            whole.code = done.code
            if done.code:
                break
        for name, output in action["outputs"].items():
            whole.outputs[name] = _evaluated(output["value"], known)
        return whole

    def step(self, step: Mapping[str, Any], known: Mapping[str, str]) -> Done:
        """Run one step with bash, as the runner calls it."""
        assert step["shell"] == "bash"
        files = {name: self.temp / f"_{name}" for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
        for file in files.values():
            file.write_text("")
        script = self.temp / "_script.sh"
        script.write_text(step["run"])
        own = {name: _evaluated(str(value), known) for name, value in step.get("env", {}).items()}
        service = {
            "GITHUB_ACTION_PATH": str(ACTION),
            "GITHUB_BASE_REF": self.base,
            "GITHUB_REPOSITORY": "keeper/corpus",
            "GITHUB_WORKSPACE": str(self.workspace),
            "RUNNER_TEMP": str(self.temp),
        }
        given = service | self.environment | own | {name: str(file) for name, file in files.items()}
        done = bash(script, self.workspace, given, "-eo", "pipefail")
        outputs = dict(line.split("=", 1) for line in files["GITHUB_OUTPUT"].read_text().splitlines())
        return Done(done.code, done.said, outputs, files["GITHUB_STEP_SUMMARY"].read_text())


def gitlab(file: Path, job: str, workspace: Path, environment: Mapping[str, str]) -> Done:
    """Run a job of a GitLab configuration."""
    jobs = load(file)
    whole = {**jobs[jobs[job]["extends"]], **jobs[job]}
    script = workspace.parent / "_script.sh"
    script.write_text("\n".join([*whole["before_script"], *whole["script"]]))
    return bash(script, workspace, environment, "-eo", "pipefail")


def bash(script: Path, folder: Path, environment: Mapping[str, str], *options: str) -> Done:
    plain = {name: value for name, value in ENVIRONMENT.items() if not name.startswith(STRANGE)}
    done = subprocess.run(
        ["bash", "--noprofile", "--norc", *options, str(script)],
        cwd=folder,
        env={**plain, **environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=300,
        check=False,
    )
    assert "Traceback" not in done.stdout, done.stdout
    return Done(done.returncode, done.stdout)


def program(file: Path, content: str) -> Path:
    """Put an executable script there."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"#!/bin/sh\n{content}\n")
    file.chmod(0o755)
    return file


def this_verifier(file: Path) -> Path:
    """Put this environment's `verifier` where an installed one is looked for."""
    return program(file, f'PYTHONPATH="{ROOT}" exec "{sys.executable}" -P -m verifier "$@"')


def first_on_path(folder: Path) -> dict[str, str]:
    return {"PATH": f"{folder}{os.pathsep}{os.environ['PATH']}"}


def as_environment(options: list[str]) -> dict[str, str]:
    """`--set section.key=value` pairs as the variables that say the same."""
    settings = [option.split("=", 1) for option in options[1::2]]
    return {f"VERIFIER_{name.replace('.', '_').upper()}": value for name, value in settings}


def _evaluated(text: str, known: Mapping[str, str]) -> str:
    """`text` with its expressions evaluated; an output that no step set is empty."""

    def value(found: re.Match[str]) -> str:
        name = found[1]
        assert name in known or name.startswith("steps."), name
        return known.get(name, "")

    return EXPRESSION.sub(value, text)

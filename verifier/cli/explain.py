"""`verifier explain`: the rule texts."""

from __future__ import annotations

import difflib
import textwrap

import click

from verifier.errors import ConfigError
from verifier.judge.rules import ALL_RULES
from verifier.model.exitcode import ExitCode
from verifier.model.finding import Rule


@click.command("explain")
@click.argument("code", required=False)
def command(code: str | None) -> ExitCode:
    """Say what rule CODE (or its name) means, why it matters and what to do; without CODE list all."""
    if code is None:
        for rule in ALL_RULES.values():
            click.echo(f"{rule.code}  {rule.severity:<7}  {rule.name}")
        return ExitCode.PASS
    click.echo(_text(_find(code)))
    return ExitCode.PASS


def _find(code: str) -> Rule:
    wanted = code.strip()
    for rule in ALL_RULES.values():
        if wanted.upper() == rule.code or wanted.lower() == rule.name:
            return rule
    known = [*ALL_RULES, *(rule.name for rule in ALL_RULES.values())]
    close = difflib.get_close_matches(wanted.upper(), known, n=1) or difflib.get_close_matches(
        wanted, known, n=1
    )
    raise ConfigError(
        f'there is no rule "{wanted}"',
        f"Did you mean {close[0]}?" if close else "List them with: verifier explain",
    )


def _text(rule: Rule) -> str:
    parts = (
        f"{rule.code} {rule.name} ({rule.severity})",
        textwrap.fill(rule.means, 88),
        textwrap.fill(f"Why it matters: {rule.why}", 88),
        textwrap.fill(f"What to do: {rule.todo}", 88),
    )
    return "\n\n".join(parts)

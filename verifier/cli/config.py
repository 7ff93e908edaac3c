"""`verifier config`: what is in effect and where it comes from."""

from __future__ import annotations

import json
import re

import click

from verifier.cli.settings import Settings, pass_settings
from verifier.cli.terminal import plain
from verifier.model.exitcode import ExitCode

_USERINFO = re.compile(r"(://[^/@:\s]*:)[^/@\s]+@")


@click.command("config")
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of lines.")
@pass_settings
def command(settings: Settings, as_json: bool) -> ExitCode:
    """Show every value in effect and where it comes from. Passwords in URLs are masked."""
    values = {
        f"{section}.{key}": _masked(value)
        for section, content in settings.config.model_dump(mode="json").items()
        if isinstance(content, dict)
        for key, value in content.items()
    }
    hosts = _masked([host.model_dump(mode="json", exclude_none=True) for host in settings.config.host])
    if as_json:
        origins = {name: settings.origins.get(name, "default") for name in values}
        click.echo(json.dumps({"values": values, "host": hosts, "origins": origins}, indent=2))
        return ExitCode.PASS
    for name, value in values.items():
        origin = settings.origins.get(name, "default")
        click.echo(plain(f"{name} = {json.dumps(value, ensure_ascii=False)}  # {origin}"))
    for host in settings.config.host:
        click.echo(plain(f"host {host.model_dump(mode='json', exclude_none=True)}"))
    return ExitCode.PASS


def _masked(value: object) -> object:
    if isinstance(value, str):
        return _USERINFO.sub(r"\1***@", value)
    if isinstance(value, list):
        return [_masked(item) for item in value]
    if isinstance(value, dict):
        return {key: _masked(item) for key, item in value.items()}
    return value

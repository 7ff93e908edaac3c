"""`verifier config`: what is in effect and where it comes from."""

from __future__ import annotations

import json

import click

from verifier.cli.settings import Settings, pass_settings
from verifier.cli.terminal import plain
from verifier.model.exitcode import ExitCode
from verifier.model.redaction import redacted_values


@click.command("config")
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of lines.")
@pass_settings
def command(settings: Settings, as_json: bool) -> ExitCode:
    """Show every value in effect and where it comes from. Users, passwords and tokens in URLs are masked."""
    values = {
        f"{section}.{key}": redacted_values(value)
        for section, content in settings.config.model_dump(mode="json").items()
        if isinstance(content, dict)
        for key, value in content.items()
    }
    hosts = redacted_values(
        [host.model_dump(mode="json", exclude_none=True) for host in settings.config.host]
    )
    if as_json:
        origins = {name: settings.origins.get(name, "default") for name in values}
        click.echo(json.dumps({"values": values, "host": hosts, "origins": origins}, indent=2))
        return ExitCode.PASS
    for name, value in values.items():
        origin = settings.origins.get(name, "default")
        click.echo(plain(f"{name} = {json.dumps(value, ensure_ascii=False)}  # {origin}"))
    for host in settings.config.host:
        shown = redacted_values(host.model_dump(mode="json", exclude_none=True))
        click.echo(plain(f"host {json.dumps(shown, ensure_ascii=False)}"))
    return ExitCode.PASS

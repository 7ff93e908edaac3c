"""`verifier init`: a commented configuration to start from."""

from __future__ import annotations

from pathlib import Path

import click

from verifier.configsample import sample_config
from verifier.errors import ConfigError
from verifier.model.exitcode import ExitCode


@click.command("init")
def command() -> ExitCode:
    """Write a commented config.toml into this directory. Never overwrites one."""
    target = Path("config.toml")
    try:
        with target.open("x", encoding="utf-8") as file:
            file.write(sample_config())
    except FileExistsError:
        raise ConfigError(
            "config.toml is already here; nothing was written", "See what is in effect with: verifier config"
        ) from None
    except OSError as error:
        raise ConfigError(
            f"{target.resolve()} cannot be written: {error.strerror}",
            "Check who may write there and that there is space, or go to another directory.",
        ) from None
    click.echo(f"Wrote {target}. Set [corpus] root to your documents, then: verifier scan")
    return ExitCode.PASS

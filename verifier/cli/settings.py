"""The options of every command that works by the configuration, and what it is given for them."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import wraps
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar
from weakref import WeakSet

import click

from verifier.ci_policy import Trust
from verifier.cli.terminal import plain
from verifier.config import Config
from verifier.configfile import Loaded, Reader, config_path, load_config

P = ParamSpec("P")
R = TypeVar("R")
_META = "verifier.common"
_with_settings: WeakSet[Callable[..., Any]] = WeakSet()
"""The functions that `pass_settings` and `pass_call` made."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The effective configuration, and how to speak."""

    config: Config
    base: Path
    """The directory that relative paths of the configuration refer to."""
    file: Path | None = None
    """The configuration file that was read, if any."""
    origins: Mapping[str, str] = field(default_factory=dict)
    """Where a value comes from, by "section.key"; what is missing is a default."""
    quiet: bool = False
    """Say nothing on stderr but errors."""

    def path(self, text: str) -> Path:
        """A path of the configuration, as it can be opened from the working directory."""
        absolute = Path(os.path.normpath(self.base / text))
        here = Path.cwd()
        return absolute.relative_to(here) if absolute.is_relative_to(here) else absolute

    @property
    def root(self) -> Path:
        """The corpus root."""
        return self.path(self.config.corpus.root)


def common_options() -> list[click.Option]:
    """Fresh options that may stand before or after the command's name."""
    return [
        click.Option(
            ["--config", "config_file"],
            type=click.Path(path_type=Path, dir_okay=False),
            metavar="FILE",
            help="Configuration file (else VERIFIER_CONFIG, else ./config.toml).",
            expose_value=False,
            callback=_remember,
        ),
        click.Option(
            ["--set", "overrides"],
            multiple=True,
            metavar="SECTION.KEY=VALUE",
            help="Override one value; repeatable.",
            expose_value=False,
            callback=_remember,
        ),
        click.Option(
            ["--ci"],
            is_flag=True,
            help="The working tree is a change under test: take network policy (fetch, network, archive,"
            " evidence, host, store.url) from the environment and --set only; `gate --since REV` takes the"
            " configuration as REV has it.",
            expose_value=False,
            callback=_remember,
        ),
        click.Option(
            ["--quiet", "-q"],
            is_flag=True,
            help="Say nothing on stderr but errors.",
            expose_value=False,
            callback=_remember,
        ),
    ]


def _remember(ctx: click.Context, param: click.Parameter, value: Any) -> None:  # noqa: ANN401
    """Gather the common options of the group and of the command in one place."""
    gathered: dict[str, Any] = ctx.find_root().meta.setdefault(_META, {})
    if param.name == "overrides":
        gathered["overrides"] = (*gathered.get("overrides", ()), *value)
    elif value:
        gathered[str(param.name)] = value


@dataclass(frozen=True, slots=True)
class Call:
    """The common options of one call, before anything is read."""

    file: Path | None
    overrides: tuple[str, ...]
    ci: bool
    quiet: bool

    @property
    def config_path(self) -> Path:
        """Where the configuration file is, or would be."""
        return config_path(self.file, os.environ, Path.cwd())

    def settings(self) -> Settings:
        """By the files as they are. Raises ConfigError."""
        return self._settings(Trust.CHANGE if self.ci else Trust.OWN, None)

    def settings_of_base(self, read: Reader) -> Settings:
        """By the configuration file as the base branch has it. Raises ConfigError."""
        return self._settings(Trust.BASE, read)

    def _settings(self, trust: Trust, read: Reader | None) -> Settings:
        loaded = load_config(self.file, os.environ, self.overrides, Path.cwd(), trust=trust, read=read)
        if loaded.left_out and not self.quiet:
            click.echo(plain(_not_taken(loaded)), err=True)
        return Settings(loaded.config, loaded.base, loaded.file, loaded.origins, quiet=self.quiet)


def pass_call(function: Callable[Concatenate[Call, P], R]) -> Callable[P, R]:
    """Give the command its `Call` as first argument."""

    @wraps(function)
    def with_call(*args: P.args, **kwargs: P.kwargs) -> R:
        return function(_call(click.get_current_context()), *args, **kwargs)

    _with_settings.add(with_call)
    return with_call


def pass_settings(function: Callable[Concatenate[Settings, P], R]) -> Callable[P, R]:
    """Give the command its `Settings` as first argument; a bad configuration is a ConfigError."""

    @wraps(function)
    def with_settings(*args: P.args, **kwargs: P.kwargs) -> R:
        return function(_call(click.get_current_context()).settings(), *args, **kwargs)

    _with_settings.add(with_settings)
    return with_settings


def takes_settings(command: click.Command) -> bool:
    """Whether the command asks for its `Settings`; the common options mean nothing to any other."""
    return command.callback in _with_settings


def _call(ctx: click.Context) -> Call:
    gathered: dict[str, Any] = ctx.find_root().meta.get(_META, {})
    return Call(
        gathered.get("config_file"),
        gathered.get("overrides", ()),
        bool(gathered.get("ci")),
        bool(gathered.get("quiet")),
    )


def _not_taken(loaded: Loaded) -> str:
    return f"CI mode: {loaded.file} has no say in {', '.join(loaded.left_out)}; use --set or the environment."

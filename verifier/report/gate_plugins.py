"""The outputs of the gate by name: our own, and those of installed plugins.

A plugin names a module or an object with `NAME` and `render` (`gate_formats.GateFormat`) in the entry point
group `verifier.gate_formats`, under the same name. None is loaded but the one that is asked for. Whatever
one of them does wrong is an error that names it and the package that it came with.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeGuard

from verifier.errors import ConfigError
from verifier.model.gate import GateReport
from verifier.report.gate_formats import GATE_FORMATS, GateFormat, own_format

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint, EntryPoints

GROUP = "verifier.gate_formats"
_SUBJECT = "the outputs of the gate"


def gate_format(name: str) -> GateFormat:
    """The output with this name.

    Raises `ConfigError` where there is none, where two plugins have the name or one has a name of ours, and
    where the plugin does not load or is no output.
    """
    if name in GATE_FORMATS:
        return own_format(name)
    from importlib.metadata import entry_points  # noqa: PLC0415 - slow to load, and seldom needed

    plugins = entry_points(group=GROUP)
    _refuse_our_names(plugins)
    found = [plugin for plugin in plugins if plugin.name == name]
    if not found:
        raise _unknown(name, [*GATE_FORMATS, *sorted(plugins.names)])
    if len(found) > 1:
        origins = ", ".join(sorted(map(_origin, found)))
        raise ConfigError(
            f'{_SUBJECT}: "{name}" is the name of two plugins ({origins})', "Remove one of them."
        )
    return _loaded(found[0])


def _refuse_our_names(plugins: EntryPoints) -> None:
    for plugin in plugins:
        if plugin.name in GATE_FORMATS:
            raise ConfigError(
                f'{_SUBJECT}: the plugin "{plugin.name}" ({_origin(plugin)}) has the name of one of our own',
                "Remove it, or let its author rename it.",
            )


def _unknown(name: str, known: list[str]) -> ConfigError:
    near = difflib.get_close_matches(name.lower(), known, n=1, cutoff=0.5)
    hint = f'Did you mean "{near[0]}"? ' if near else ""
    return ConfigError(f'{_SUBJECT}: there is no "{name}"', f"{hint}They are {', '.join(known)}.")


@dataclass(frozen=True, slots=True)
class _Plugin:
    """What a plugin brought, answered for."""

    NAME: str
    APPENDS: bool
    brought: GateFormat
    origin: EntryPoint

    def render(self, report: GateReport) -> bytes:
        """The plugin's output. Raises `ConfigError` where it fails or gives no bytes."""
        try:
            content: object = self.brought.render(report)
        # SystemExit, too: how the command ends is not a plugin's business.
        except (Exception, SystemExit) as error:
            raise _broken(self.origin, f"it fails: {_named(error)}") from error
        if not isinstance(content, bytes):
            raise _broken(self.origin, f"it gives {type(content).__name__} and not bytes")
        return content


def _loaded(plugin: EntryPoint) -> GateFormat:
    try:
        loaded: object = plugin.load()
    except (Exception, SystemExit) as error:
        raise _broken(plugin, f"it does not load: {_named(error)}") from error
    if not _is_format(loaded, plugin.name):
        raise _broken(plugin, f'it has no NAME "{plugin.name}" and no render(report)')
    return _Plugin(plugin.name, bool(getattr(loaded, "APPENDS", False)), loaded, plugin)


def _named(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}"


def _is_format(loaded: object, name: str) -> TypeGuard[GateFormat]:
    return getattr(loaded, "NAME", None) == name and callable(getattr(loaded, "render", None))


def _broken(plugin: EntryPoint, why: str) -> ConfigError:
    return ConfigError(
        f'{_SUBJECT}: the plugin "{plugin.name}" ({_origin(plugin)}) is broken: {why}',
        "Update or remove the plugin.",
    )


def _origin(plugin: EntryPoint) -> str:
    """The package that a plugin came with, or what it loads."""
    return plugin.dist.name if plugin.dist is not None else plugin.value

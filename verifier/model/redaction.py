"""Addresses without what nobody else may see. Everything that shows a configured address uses this.

It rather hides too much: a password is often written without the escapes that would show its end.
"""

from __future__ import annotations

import re

_MASK = "***"
_ADDRESS = re.compile(r"(?P<scheme>://)(?P<authority>[^/?#\s]*)(?P<rest>.*)", re.DOTALL)
_BARE_USER = re.compile(r"(?<!\S)(?!mailto:)[^\s@/:]+:.*@", re.DOTALL | re.IGNORECASE)
"""A user and password where the scheme was forgotten ("user:password@host:8080")."""
_SECRET = re.compile(
    r"([?&;][^=&;#\s]*(?:pass|pwd|secret|token|key|auth|credential|signature|sig)[^=&;#\s]*=)[^&;#\s]*",
    re.IGNORECASE,
)


def redacted(text: str) -> str:
    """`text`, which may be an address, without user, password and the values of secret parameters."""
    found = _ADDRESS.search(text)
    if found is None:
        hidden = _BARE_USER.sub(f"{_MASK}@", text)
    else:
        authority, rest = found["authority"], found["rest"]
        if ":" in authority and "@" in authority + rest:
            authority, rest = f"{_MASK}@{(authority + rest).rpartition('@')[2]}", ""
        elif "@" in authority:
            authority = f"{_MASK}@{authority.rpartition('@')[2]}"
        hidden = f"{text[: found.start()]}://{authority}{rest}"
    return _SECRET.sub(rf"\1{_MASK}", hidden)


def redacted_values(value: object) -> object:
    """`value` with every text in it `redacted`, in lists and mappings too."""
    if isinstance(value, str):
        return redacted(value)
    if isinstance(value, list | tuple):
        return [redacted_values(item) for item in value]
    if isinstance(value, dict):
        return {key: redacted_values(item) for key, item in value.items()}
    return value

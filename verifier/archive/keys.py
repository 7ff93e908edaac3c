"""The keys of the archive account: from the environment or files, and shown to nobody.

The names are those of the Internet Archive's own `internetarchive` library.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from verifier.errors import ConfigError

ACCESS_VARIABLE = "IA_ACCESS_KEY_ID"
SECRET_VARIABLE = "IA_SECRET_ACCESS_KEY"  # noqa: S105 - the name of a variable
_MASK = "***"
_FILE_LIMIT = 4096
_WHERE = "Keys are at https://archive.org/account/s3.php; without any, copies are looked up only."


@dataclass(frozen=True, slots=True, repr=False)
class Keys:
    """An access key and its secret. Printing one shows neither."""

    access: str
    secret: str

    def __repr__(self) -> str:
        return f"Keys({_MASK})"

    @property
    def authorization(self) -> str:
        """The value of the Authorization header, the only place where the secret belongs."""
        return f"LOW {self.access}:{self.secret}"

    def redacted(self, text: str) -> str:
        """`text` without the keys, for words that come from outside and are kept."""
        return text.replace(self.secret, _MASK).replace(self.access, _MASK)


def read_keys(environ: Mapping[str, str]) -> Keys | None:
    """The keys that the environment names, directly or by `…_FILE`; None where it names neither.

    Raises ConfigError, which names the variable and never quotes its value.
    """
    access, secret = _value(ACCESS_VARIABLE, environ), _value(SECRET_VARIABLE, environ)
    if access is None and secret is None:
        return None
    if access is None or secret is None:
        missing, given = ACCESS_VARIABLE, SECRET_VARIABLE
        if secret is None:
            missing, given = given, missing
        raise ConfigError(f"{given} is set, but {missing} is not", f"Set both or neither. {_WHERE}")
    return Keys(access, secret)


def _value(variable: str, environ: Mapping[str, str]) -> str | None:
    file_variable = f"{variable}_FILE"
    direct, path = environ.get(variable, ""), environ.get(file_variable, "")
    if direct and path:
        raise ConfigError(f"{variable} and {file_variable} are both set", "Set only one of them.")
    if path:
        return _checked(file_variable, _content(file_variable, path))
    return _checked(variable, direct) if direct else None


def _content(variable: str, path: str) -> str:
    try:
        with Path(path).open("rb") as file:
            return file.read(_FILE_LIMIT).decode("ascii").strip()
    # The path is not quoted and the cause is dropped: people do put the secret itself there.
    except (OSError, ValueError):
        message = f"{variable} does not name a readable file of plain text"
    raise ConfigError(message, f"Let it hold the path of a file with the key in it. {_WHERE}")


def _checked(variable: str, value: str) -> str:
    if value.strip() and value.isascii() and value.isprintable() and " " not in value.strip():
        return value.strip()
    raise ConfigError(f"{variable} does not hold a key", f"A key is letters and digits. {_WHERE}")

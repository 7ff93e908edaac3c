"""The exceptions that cross a package border.

    VerifierError                 something the user can act on; printed as message + hint, exit 2
    ├── ConfigError               config.toml, environment or --set
    ├── CorpusError               the corpus root is missing, or holds no citation at all
    ├── StoreError                the database cannot be opened, is newer than this program, is locked
    ├── ReportError               a report file cannot be written
    ├── ReaderError               pages cannot be read on this machine
    └── AlreadyRunning            another daemon or run holds the lock

A source that does not answer is *not* an exception: it is an `Observation` with a failure kind.
A document that cannot be read is not one either: it is a `Finding` (CIT040).
"""

from __future__ import annotations


class VerifierError(Exception):
    """Base of everything that ends a command with exit code 2.

    `message` says what happened and where; `hint` says what to do next ("" if nothing helps).
    """

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class ConfigError(VerifierError):
    """A configuration value is unknown, malformed or contradictory."""


class CorpusError(VerifierError):
    """The corpus as a whole cannot be used."""


class StoreError(VerifierError):
    """The database cannot be used."""


class ReportError(VerifierError):
    """A report cannot be written."""


class ReaderError(VerifierError):
    """No process can be had to read pages in."""


class AlreadyRunning(VerifierError):
    """Another process works on the same database."""

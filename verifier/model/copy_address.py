"""What a document has where the address of an archived copy should stand: told by its spelling alone."""

from __future__ import annotations

from verifier.model.address import is_archive
from verifier.model.source import Source, UnusableUrl, parse_source


def address_in(written: str) -> Source | None:
    """The http or https URL that it is; None where people wrote something else ("Yes, by hand", a DOI, a
    file)."""
    try:
        return parse_source(written)
    except UnusableUrl:
        return None


def lacks_only_the_scheme(written: str) -> bool:
    """Whether it is the address of a web archive but for "https://" ("perma.cc/AB12-CD34")."""
    source = address_in(f"https://{written.strip()}")
    return source is not None and is_archive(source.host) and " " not in written.strip()

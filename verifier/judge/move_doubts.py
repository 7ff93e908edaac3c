"""Why a person should look before a moved source's new address is cited: told by the two addresses alone.

A permanent redirect says where this client was sent. Phones, other languages, sessions and logins are sent
elsewhere by the same means, and none of that should stand in a document.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from urllib.parse import SplitResult, urlsplit

from verifier.judge.sites import one_site
from verifier.judge.wording import quote
from verifier.model.address import is_root, segments

_LANGUAGE = re.compile(r"[a-z]{2}(?:[-_][a-z]{2,4})?", re.IGNORECASE)
_VERSIONS = frozenset(
    "amp app desktop embed feed lite m mobi mobile pda print printer printable printview rss text touch "
    "wap".split()
)
_GATES = frozenset(
    "access account accounts auth authorize captcha consent cookie cookies error gdpr login logon oauth "
    "paywall preview register registration session signin sign-in signup sign-up sso subscribe subscription "
    "validate verify welcome".split()
)


def address_doubt(source: str, target: str) -> str:
    """A clause, or "" where nothing in the addresses speaks against `target` in place of `source`.

    Both are normalised; `target` is where the redirects ended, with the fragment that was given there.
    """
    old, new = urlsplit(source), urlsplit(target)
    return next(filter(None, (look(old, new) for look in _LOOKS)), "")


def _another_site(old: SplitResult, new: SplitResult) -> str:
    one, other = old.hostname or "", new.hostname or ""
    if one_site(one, other):
        return ""
    return f"it is another site ({new.hostname})"


def _another_host(old: SplitResult, new: SplitResult) -> str:
    if _bare(old) == _bare(new):
        return ""
    return (
        f"it is another host of the site ({new.netloc}), which may be for phones, a language or some readers"
    )


def _not_encrypted(old: SplitResult, new: SplitResult) -> str:
    return "the new address is not encrypted" if (old.scheme, new.scheme) == ("https", "http") else ""


def _a_new_query(old: SplitResult, new: SplitResult) -> str:
    asks = new.query and new.query != old.query
    return "the new address has a query that the old one has not" if asks else ""


def _a_parameter(old: SplitResult, new: SplitResult) -> str:
    has = ";" in new.path and Counter(new.path)[";"] > Counter(old.path)[";"]
    return 'the new address has a ";" in its path, which often begins a session of one reader' if has else ""


def _an_entrance(old: SplitResult, new: SplitResult) -> str:
    above = is_root(new.geturl()) and not is_root(old.geturl())
    return "the new address is the entrance of the site, which changes every day" if above else ""


def _a_version(old: SplitResult, new: SplitResult) -> str:
    for part in _added(old, new):
        if part.casefold() in _GATES:
            return f"the new address has {quote(part)} in its path, which may be a door and not the document"
        if part.casefold() in _VERSIONS or _LANGUAGE.fullmatch(part):
            return f"the new address has {quote(part)} in its path, which may be a version for some readers"
    return ""


def _a_fragment(old: SplitResult, new: SplitResult) -> str:
    if old.fragment.startswith(("!", "/")):
        return (
            f"the page's own scripts read what the citation has behind the “#” ({quote(f'#{old.fragment}')})"
        )
    if not new.fragment or new.fragment == old.fragment:
        return ""
    if old.fragment:
        return f"the redirects lead to another place in the page ({quote(f'#{new.fragment}')}) than was cited"
    return f"the redirects lead to a place in the page ({quote(f'#{new.fragment}')}), which was not cited"


_LOOKS: tuple[Callable[[SplitResult, SplitResult], str], ...] = (
    _another_site,
    _another_host,
    _not_encrypted,
    _a_new_query,
    _a_parameter,
    _an_entrance,
    _a_version,
    _a_fragment,
)
"""From what a person wants to know first."""


def _bare(address: SplitResult) -> str:
    """Host and port, without a leading "www."."""
    return address.netloc.removeprefix("www.").removesuffix(".")


def _added(old: SplitResult, new: SplitResult) -> Iterator[str]:
    """What the new path has and the old one has not: its parts, and what dots make of the last one
    ("story.amp.html")."""
    yield from Counter(_words(new.geturl())) - Counter(_words(old.geturl()))


def _words(url: str) -> Iterator[str]:
    parts = segments(url)
    yield from parts
    for part in parts[-1:]:
        name, *endings = part.split(".")
        yield from (name, *endings[:-1]) if endings else ()

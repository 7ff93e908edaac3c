"""The tests by which the kinds of page that are no document are told, in the order they are tried.

Each takes a `Look` and gives the evidence in sentences, or nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from verifier.extract.look import Look
from verifier.extract.signs.notices import NOTHING_FOUND, REMOVED
from verifier.extract.signs.source import REFUSAL_HEADERS, WALL_MARKERS
from verifier.model.address import document_key, host_of, is_search, leads_elsewhere, segments
from verifier.model.verdict import PageClass

Evidence = tuple[str, ...]

_LOGIN_PATH = re.compile(
    r"log-?in|sign-?in|signon|sso|auth|authenticate|oauth2?|anmelden|account|session", re.IGNORECASE
)
_LOGIN_HOST = re.compile(r"(?:login|signin|auth|sso|accounts?|idp|id)\.")
_CONSENT_HOST = re.compile(r"(?:consent|guce|privacy|myprivacy)\.")
_MISSING_PATH = re.compile(
    r"(?:error[-_]?)?(?:404|410)|(?:[a-z0-9]+[-_]){0,2}[a-z0-9]*not[-_]?found|page-?not-?available",
    re.IGNORECASE,
)


def refused_by_header(look: Look) -> Evidence:
    """A delivery network's own word that it, not the site, answered."""
    for name, values in REFUSAL_HEADERS:
        said = look.headers.get(name, "").lower()
        if name in look.headers and any(value in said for value in values):
            return (f'The header "{name}: {said}" says that a guard in front of the site answered.',)
    return ()


def archive_error(look: Look) -> Evidence:
    """An archive's page about a copy that it does not have."""
    return _said(look, PageClass.ARCHIVE_ERROR, look.page.text_length < 5_000)


def parked(look: Look) -> Evidence:
    """A domain without a site."""
    marked = "parking" in look.page.markers and not look.own_headline
    # A castle's domain is "ce domaine", too.
    sure = not look.own_headline or len(look.leads[PageClass.PARKED]) > 1
    return _title(look, PageClass.PARKED) or _said(
        look, PageClass.PARKED, look.short and (marked or (look.very_short and sure))
    )


def bot_wall(look: Look) -> Evidence:
    """A guard that takes us for a robot."""
    marked = sorted(set(look.page.markers) & WALL_MARKERS)
    said = look.leads[PageClass.BOT_WALL]
    if look.status in (404, 410):
        return _title(look, PageClass.BOT_WALL)
    enough = look.very_short or (look.short and (bool(marked) or len(said) >= 2))
    evidence = _title(look, PageClass.BOT_WALL) or _said(
        look, PageClass.BOT_WALL, enough and not look.own_headline
    )
    if not evidence and marked and look.very_short and not look.contradicted:
        return (f"A page with little text carries the marks of a guard ({', '.join(marked)}).",)
    return evidence


def consent(look: Look) -> Evidence:
    """A page that wants consent before it shows anything."""
    if _CONSENT_HOST.match(host_of(look.final)) and document_key(look.final) != document_key(look.requested):
        return (f"The request ended at {host_of(look.final)}, which asks for consent.",)
    asked = look.very_short and not look.own_headline
    return _title(look, PageClass.CONSENT) or _said(look, PageClass.CONSENT, asked)


def login(look: Look) -> Evidence:
    """A page that wants a name and a password."""
    if _redirected_to_login(look):
        return (f"The request was led to {look.final}, which asks who we are.",)
    form = look.page.password_field or "login-form" in look.page.markers
    if look.page.text_length > 4_000 and not form:
        return ()
    return _title(look, PageClass.LOGIN) or _said(
        look, PageClass.LOGIN, form and look.short and not look.own_headline
    )


def _redirected_to_login(look: Look) -> bool:
    if document_key(look.final) == document_key(look.requested):
        return False
    new = set(segments(look.final)) - set(segments(look.requested))
    path = any(_LOGIN_PATH.fullmatch(part.partition(".")[0]) for part in new)
    moved_host = host_of(look.final) != host_of(look.requested)
    host = moved_host and _LOGIN_HOST.match(host_of(look.final)) is not None
    return (path or host) and (
        look.page.password_field or look.short or bool(look.titles.get(PageClass.LOGIN))
    )


def paywall(look: Look) -> Evidence:
    """A page that shows the beginning of a document at most, and offers a subscription."""
    if look.status == 402:
        return ("The server asks for payment (402).",)
    if look.status in (404, 410) or look.status >= 500:
        return ()  # such a page may carry the banner that every page of the site carries
    said = look.page.text_length < 1_500 and (look.very_short or len(look.leads[PageClass.PAYWALL]) >= 2)
    return _title(look, PageClass.PAYWALL) or _said(look, PageClass.PAYWALL, said)


def error_answer(look: Look) -> Evidence:
    """Any other answer that the server itself calls an error."""
    return (f"The server answered {look.status}.",) if look.status >= 400 else ()


def soft_404(look: Look) -> Evidence:
    """A page that says that there is no page, with a status that says otherwise."""
    last = segments(look.final)[-1:]
    moved = document_key(look.final) != document_key(look.requested)
    if moved and last and _MISSING_PATH.fullmatch(last[0].partition(".")[0]):
        return (f"The request was led to {look.final}, the site's page for missing pages.",)
    if is_search(look.final) and not is_search(look.requested):
        return (f"The request was led to {look.final}, the site's own search.",)
    said = look.very_short and not look.own_headline
    return _title(look, PageClass.SOFT_404) or _said(look, PageClass.SOFT_404, said) or _noticed(look)


def _noticed(look: Look) -> Evidence:
    """A sentence that nothing is there counts beside a headline too, which may only repeat what was asked
    for: where the page has hardly any text of its own."""
    marks = set(look.page.markers)
    if not look.little_of_its_own:
        return ()
    if REMOVED in marks:
        return ("A page with hardly any text of its own says that what was here is not here any more.",)
    if NOTHING_FOUND in marks and not look.page.rich and not is_search(look.requested):
        return ("A page with hardly any text of its own says that nothing was found.",)
    return ()


def error_page(look: Look) -> Evidence:
    """A page about a fault, maintenance or an unfinished site; or one without anything on it."""
    said = look.very_short and not look.own_headline
    evidence = _title(look, PageClass.ERROR_PAGE) or _said(look, PageClass.ERROR_PAGE, said)
    if evidence:
        return evidence
    return ("The page came without content.",) if look.page.is_empty else ()


def redirect_stub(look: Look) -> Evidence:
    """A page that only leads on to another one."""
    target = look.page.refresh
    bare = look.page.text_length < 400 and not look.page.rich
    if target and bare and document_key(target) != document_key(look.final):
        return (f"The page only leads on to {target}.",)
    return _title(look, PageClass.REDIRECT_STUB) if look.very_short else ()


def home_page(look: Look) -> Evidence:
    """The site's entrance where a page below it was asked for."""
    if leads_elsewhere(look.requested, look.final):
        return (f"The request for a page below ended at the entrance of {host_of(look.final)}.",)
    return ()


def js_shell(look: Look) -> Evidence:
    """A page that is empty until its scripts have run."""
    page = look.page
    scripted = page.script_count > 0 or "asks-for-script" in page.markers
    asks = "asks-for-script" in page.markers or "app-root" in page.markers or not look.contradicted
    if page.text_length < 250 and scripted and asks and not page.rich and not look.own_headline:
        return ("There is hardly any text before the page's scripts run.",)
    return ()


def _title(look: Look, kind: PageClass) -> Evidence:
    """A title that is a sign, unless the page has a headline of its own that is none."""
    titles = look.titles.get(kind, ())
    contradicted = look.contradicted if look.page.rich else look.own_headline and kind not in look.agreed
    if not titles or (contradicted and not look.very_short):
        return ()
    return (f'The page calls itself "{titles[0]}".',)


def _said(look: Look, kind: PageClass, enough: bool) -> Evidence:
    """Phrases near the top, where the caller finds that they suffice."""
    said = look.leads[kind]
    if not enough or not said:
        return ()
    return (f'A page of {look.page.text_length} characters says near its top: "{said[0]}".',)


KINDS: tuple[tuple[PageClass, Callable[[Look], Evidence]], ...] = (
    (PageClass.BOT_WALL, refused_by_header),
    (PageClass.ARCHIVE_ERROR, archive_error),
    (PageClass.PARKED, parked),
    (PageClass.BOT_WALL, bot_wall),
    (PageClass.CONSENT, consent),
    (PageClass.LOGIN, login),
    (PageClass.PAYWALL, paywall),
    (PageClass.ERROR_PAGE, error_answer),
    (PageClass.SOFT_404, soft_404),
    (PageClass.ERROR_PAGE, error_page),
    (PageClass.REDIRECT_STUB, redirect_stub),
    (PageClass.HOME_PAGE, home_page),
    (PageClass.JS_SHELL, js_shell),
)
"""Class and test; the first test with evidence decides."""

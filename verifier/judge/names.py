"""Names of sites and publishers, and titles that are nothing but such a name."""

from __future__ import annotations

import re

from verifier.model.address import host_of
from verifier.model.citation import Claim
from verifier.model.observation import Observation
from verifier.model.text import squeeze, tokens

_ADDRESS = re.compile(r"(?:https?://\S+|(?:[\w-]+\.)+[a-z]{2,24}(?:/\S*)?)", re.IGNORECASE)
_SHORTEST_LABEL = 3
"""Letters of a part of a host that a site may be known by ("bbc" in news.bbc.co.uk)."""
_LONGEST_NAME = 5
"""Words: some sites give their article's headline as their name."""

GENERIC = frozenset(
    tokens(
        "home homepage page site website web official main index untitled document documents pdf article articles"
        " report reports news story press release releases statement statements blog post about us contact video"
        " videos watch interview transcript overview introduction summary archive archives search results profile"
        " press room newsroom media information info data database fact sheet factsheet memo letter testimony"
        " title welcome wikipedia source link online latest update updates startseite willkommen artikel bericht"
        " nachrichten pressemitteilung accueil communiqué inicio noticias artículo informe subscribe to read continue"
        " reading sign in log login archived copy unknown unavailable not available no none tbd tba na n a ibid op cit"
        " click here see above below dataset full text pdf file download court filing filings docket opinion op ed"
        " editorial photograph photo photos image images screenshot tweet tweets thread facebook twitter instagram"
        " youtube linkedin reddit permalink external original webpage footnote footnotes citation reference references"
        " note notes the"
    )
)
"""Words that name a kind of page and no page."""


DESCRIBING = frozenset(
    tokens(
        "overview explaining explains explained description describing describes details detailing discussion"
        " discussing discusses analysis coverage profile summary summarizing article report page account guide"
        " regarding concerning about showing documenting"
    )
)
"""Words of somebody who describes a page instead of citing its title; they need not stand on it."""


def site_names(claim: Claim, observation: Observation) -> frozenset[str]:
    """Squeezed names of the site: what it calls itself, what the citation calls it, its host."""
    page = observation.page
    told = [claim.publisher, page.site_name if page else None, page.publisher if page else None]
    said = [name for name in told if name and len(tokens(name[:200])) <= _LONGEST_NAME]
    hosts = {host_of(observation.exchange.final_url), host_of(observation.exchange.url)}
    labels = [label for host in hosts for label in host.split(".")[:-1] if len(label) >= _SHORTEST_LABEL]
    return frozenset(filter(None, (squeeze(name[:200]) for name in (*said, *hosts, *labels))))


def is_only_a_name(title: str, names: frozenset[str]) -> bool:
    """Whether a cited title is an address, or the name of the site or its publisher."""
    if _ADDRESS.fullmatch(title.strip()):
        return True
    return len(tokens(title)) <= _LONGEST_NAME and not names.isdisjoint(_names_of(title))


def _names_of(title: str) -> set[str]:
    """What a title is as a name: as it is, without an article before it, and by its initials ("AFP")."""
    words = tokens(title)
    bare = words[1:] if words[:1] in (["the"], ["la"], ["le"], ["el"], ["der"], ["die"], ["das"]) else words
    initials = "".join(word[0] for word in bare) if len(bare) >= _SHORTEST_LABEL else ""
    return {squeeze(title), "".join(bare), initials} - {""}


def is_generic(title: str) -> bool:
    """Whether a title consists of words that name a kind of page only ("Press Release", "Home")."""
    words = [word for word in tokens(title) if not word.isdigit()]
    return bool(words) and all(word in GENERIC for word in words)

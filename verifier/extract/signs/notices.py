"""Sentences by which a page says that what was asked for is not there, wherever they stand. Data only."""

from __future__ import annotations

import re

REMOVED = "says-removed"
NOTHING_FOUND = "says-nothing-found"
"""Markers of a page whose text holds such a sentence."""

_THING = r"(?:page|article|story|post|content|document|item|report|entry|publication|press release|file|link|video)"
_ASIDE = (
    r"(?: (?:you|that|which|we|are|were|requested|looking|searching|for|have|trying|tried|to|reach|access"
    r"|view|here|at|this|address|url|location)){0,9}"
)
_IS = r"(?: (?:is|are|was|were|has|have|had|may|might|been|be|since))*"
_AWAY = (
    r" (?:removed|deleted|withdrawn|taken down|unpublished|expired|(?:no longer|not) (?:available|online|here"
    r"|accessible|published)|not available any ?more|no longer exists?|doesnt exist|does not exist"
    r"|could ?not be found|couldnt be found|cannot be found|cant be found|not found)\b"
)
NOTICES = (
    (REMOVED, re.compile(rf"\b(?:this|the|that|requested) (?:requested )?{_THING}{_ASIDE}{_IS}{_AWAY}")),
    (
        NOTHING_FOUND,
        re.compile(
            r"\b(?:nothing|no (?:results?|matches|matching \w+|posts|articles|pages|entries|items|documents"
            r"|records|content))(?: (?:was|were|have been|has been|could be|found|matched))* (?:for|matching) "
            r"|\bdid not match any\b|\bno posts matched\b|\byour search\b.{0,80}\b(?:no|0) (?:results?|matches)\b"
            r"|\b(?:keine (?:ergebnisse|treffer) (?:gefunden )?fur|nichts gefunden fur|aucun resultat (?:trouve )?pour"
            r"|no se (?:han encontrado|encontraron) resultados|sin resultados para|nessun risultato (?:trovato )?per"
            r"|nenhum resultado (?:encontrado )?para|geen resultaten (?:gevonden )?voor|inga traffar"
            r"|brak wynikow|ничего не наидено)\b"
        ),
    ),
)
"""Marker and sentence, in the form of `phrases.spoken`."""

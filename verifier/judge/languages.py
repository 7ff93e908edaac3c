"""Small words by language: what to leave out of a comparison, and what a text gives itself away by."""

from __future__ import annotations

import re
from collections.abc import Iterable

from verifier.model.text import tokens


def _folded(text: str) -> frozenset[str]:
    return frozenset(tokens(text))


SMALL_WORDS = {
    "en": _folded(
        "a an the of in on at to for from by with without and or but as is are was were be been being it its this"
        " that these those he she they his her their you your we our i my me not no nor so than then into over"
        " under out up down off about after before how what when where which who whom whose why will would can"
        " could may might should must has have had do does did if there here all any some more most between"
        " against during through via per vs"
    ),
    "de": _folded(
        "der die das den dem des ein eine einer eines einem einen und oder aber als ist sind war waren wird werden"
        " wurde nicht kein keine im in am an auf aus bei mit nach von vom vor zu zum zur über unter für gegen ohne"
        " um durch wie was wer wo warum sich auch nur noch so sein ihre ihr ich wir sie es er man dass wenn hat haben"
    ),
    "fr": _folded(
        "le la les l un une des du de d et ou mais en au aux dans par pour sur sous avec sans que qui quoi dont est"
        " sont était ce cette ces son sa ses leur leurs il elle ils elles nous vous je ne pas plus se comment"
        " pourquoi quand où à"
    ),
    "es": _folded(
        "el la los las un una unos unas de del al y o u pero en por para con sin sobre que quien como cuando donde"
        " porque es son era ser su sus se no más lo le les este esta estos estas ese esa entre hasta desde ya muy"
    ),
    "pt": _folded(
        "o a os as um uma uns umas de do da dos das em no na nos nas e ou mas por para com sem sobre que quem como"
        " quando onde é são foi ser seu sua seus suas se não mais ao aos à às pelo pela este esta entre até já"
    ),
    "it": _folded(
        "il lo la i gli le un uno una di del della dei delle dello degli a al alla ai in nel nella con su sul sulla"
        " per tra fra e o ma che chi come quando dove perché è sono era essere suo sua si non più ci da dal dalla"
    ),
    "nl": _folded(
        "de het een van in op aan te voor door met zonder en of maar als is zijn was waren wordt worden niet geen"
        " bij naar uit over onder tegen om hoe wat wie waar waarom dit dat deze die ook nog er zich hij zij wij ik"
    ),
    "sv": _folded(
        "och att det som en ett den de på är av för med till i om inte har var från så men eller kan vi"
    ),
    "pl": _folded(
        "i w z na do nie się jest to że o po za od dla przez ze jak co czy ale oraz po przy jego jej są"
    ),
    "ru": _folded(
        "и в во не что он на я с со как а то все она так его но да ты к у же вы за бы по из от о для при"
    ),
}
"""Folded; the words that carry grammar and little else."""

STOPWORDS = frozenset().union(*SMALL_WORDS.values()) | _folded("s t de la")

NEGATIONS = _folded(
    "no not never without against nor neither none cannot cant wont dont doesnt didnt isnt arent wasnt werent wouldnt"
    " couldnt shouldnt hasnt havent nicht kein keine keinen nie ohne gegen pas sans jamais aucun aucune ne contre sin"
    " nunca contra não sem non senza mai niet geen zonder tegen inte ingen utan nie bez не без нет"
)
"""Folded words that turn a title into its opposite."""

_SCRIPTS = (
    ("latin", re.compile(r"[a-z]")),
    ("cyrillic", re.compile("[\u0400-\u052f]")),
    ("greek", re.compile("[\u0370-\u03ff]")),
    ("arabic", re.compile("[\u0600-\u06ff\u0750-\u077f]")),
    ("hebrew", re.compile("[\u0590-\u05ff]")),
    ("indic", re.compile("[\u0900-\u0dff]")),
    ("thai", re.compile("[\u0e00-\u0e7f]")),
    ("korean", re.compile("[\uac00-\ud7af]")),
    ("chinese or japanese", re.compile("[\u3040-\u30ff\u3400-\u9fff]")),
)


def script_of(folded: str) -> str | None:
    """The script that more than half of the letters belong to; None where none does."""
    counts = {name: len(pattern.findall(folded)) for name, pattern in _SCRIPTS}
    name = max(counts, key=lambda script: counts[script])
    return name if counts[name] * 2 > sum(counts.values()) else None


def language_of(words: Iterable[str], least: int = 1) -> str | None:
    """The language whose small words stand out among `words`, `least` of them; None where none does."""
    said = list(words)
    counts = {language: sum(word in small for word in said) for language, small in SMALL_WORDS.items()}
    best, second = sorted(counts, key=lambda language: counts[language], reverse=True)[:2]
    return best if counts[best] >= least and counts[best] > counts[second] else None


def may_be(language: str, words: Iterable[str]) -> bool:
    """Whether no other language has more of its small words among `words`: true of words without any."""
    said = list(words)
    counts = {name: sum(word in small for word in said) for name, small in SMALL_WORDS.items()}
    return counts[language] == max(counts.values())

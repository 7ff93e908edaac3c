"""The gate where sources may be asked. It works in a copy of the database, and writes nothing that stays: no
result, no report, no copy in an archive."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from verifier.config import GateConfig
from verifier.judge.wording import count
from verifier.model.gate import GateReport
from verifier.model.verdict import PageJudgement
from verifier.runs.events import Emit
from verifier.runs.gate_asking import Answers, ask_now
from verifier.runs.gate_facts import Facts, facts_of
from verifier.runs.gating import Wish, named, on_earlier, on_stored, policy_of, report_on, ruled
from verifier.runs.neighbours import Neighbours
from verifier.runs.scoping import Scope
from verifier.runs.stopping import Stop

_NEVER_SEEN = "CIT110"


async def gate_online(world: Neighbours, scope: Scope, wish: Wish, stop: Stop, emit: Emit) -> GateReport:
    """By what is stored and young enough, and by asking for the rest. `world.database` is a copy."""
    policy, now = policy_of(world.config.gate), world.clock.now()
    with world.database.read() as connection:
        facts = facts_of(connection, scope, now, wish.max_age)
    answers = await ask_now(world, scope.narrowed, facts, stop, emit)
    judgements = facts.judgements | answers.judgements
    with world.database.read() as connection:
        report = report_on(connection, scope, judgements, world.clock.now())
    doubts = list(_doubts(facts, answers, judgements, world.config.gate))
    said = _judged_now(facts, answers)
    notes = [*on_stored(facts, now, said), *on_earlier(facts.earlier - said), *_on_the_rest(answers)]
    # A citation that is gone fails anyhow, unless only what was never seen does.
    decides = any(policy.may_fail(_NEVER_SEEN, path) for path in _paths(facts, answers.not_looked_up))
    (doubts if decides else notes).extend(_on_archive(answers))
    return ruled(report, scope, policy, [*doubts[1:], *notes], "".join(doubts[:1]), wish)


def _doubts(
    facts: Facts, answers: Answers, judgements: Mapping[str, PageJudgement], config: GateConfig
) -> Iterator[str]:
    """Why not all could be established."""
    if answers.doubt:
        yield answers.doubt
    if answers.too_many:
        yield (
            f"Not asked: {count(len(answers.too_many), 'source')} above gate.max_sources "
            f"({config.max_sources}). Raise it, or let the nightly run check them first. "
            f"{named(answers.too_many)}."
        )
    if answers.defects:
        yield f"Not judged because of a defect of verifier: {count(answers.defects, 'source')}."
    if unheard := _unheard(facts, answers, judgements):
        yield f"Not asked as often as a judgement needs: {count(len(unheard), 'source')}. {named(unheard)}."
    # What was asked again and is down warns, by what was seen of it before.
    silent = answers.heard & facts.earlier - _judged_now(facts, answers)
    once = [each for each in facts.unconfirmed(judgements) if each not in silent and each not in unheard]
    if once:
        of_them = count(len(once), "source")
        yield f"A problem was seen once, and no second fetch agreed: {of_them}. {named(once)}."


def _on_the_rest(answers: Answers) -> Iterator[str]:
    if down := answers.taken_for_down:
        of_them = count(len(down), "source")
        yield f"Not asked one by one, because others of their host found it down: {of_them}. {named(down)}."
    if left := answers.not_again:
        of_them = count(len(left), "source")
        yield f"Could not be asked again, so that what is stored counts: {of_them}. {named(left)}."


def _unheard(facts: Facts, answers: Answers, judgements: Mapping[str, PageJudgement]) -> list[str]:
    return [
        source
        for source, subject in facts.known.items()
        if source in answers.unheard
        or (
            source not in answers.too_many
            and any(citation.key not in judgements for citation in subject.citations)
        )
    ]


def _on_archive(answers: Answers) -> Iterator[str]:
    if answers.not_looked_up:
        yield (
            f"The archive could not be asked about {count(len(answers.not_looked_up), 'gone page')}, so that "
            f"{_NEVER_SEEN} cannot be told from what is gone only. {named(answers.not_looked_up)}."
        )


def _paths(facts: Facts, sources: Iterable[str]) -> Iterator[str]:
    return (citation.path for source in sources for citation in facts.known[source].citations)


def _judged_now(facts: Facts, answers: Answers) -> set[str]:
    """The sources that are judged by what they answered now."""
    return {
        source
        for source, subject in facts.known.items()
        if any(citation.key in answers.judgements for citation in subject.citations)
    }

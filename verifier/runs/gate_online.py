"""The gate where sources may be asked. It works in a copy of the database, and writes nothing that stays: no
result, no report, no copy in an archive."""

from __future__ import annotations

from collections.abc import Iterator

from verifier.config import GateConfig
from verifier.judge.wording import count
from verifier.model.gate import GateReport
from verifier.runs.events import Emit
from verifier.runs.gate_asking import Answers, ask_now
from verifier.runs.gate_facts import facts_of
from verifier.runs.gating import Wish, on_stored, policy_of, report_on, ruled
from verifier.runs.neighbours import Neighbours
from verifier.runs.scoping import Scope
from verifier.runs.stopping import Stop


async def gate_online(world: Neighbours, scope: Scope, wish: Wish, stop: Stop, emit: Emit) -> GateReport:
    """By what is stored and young enough, and by asking for the rest. `world.database` is a copy."""
    policy, now = policy_of(world.config.gate), world.clock.now()
    with world.database.read() as connection:
        facts = facts_of(connection, scope, now, wish.max_age)
    answers = await ask_now(world, scope.narrowed, facts, stop, emit)
    with world.database.read() as connection:
        report = report_on(connection, scope, facts.judgements | answers.judgements, world.clock.now())
    notes = [*on_stored(facts, now), *_on_answers(answers, world.config.gate)]
    return ruled(report, scope, policy, notes, answers.doubt, wish)


def _on_answers(answers: Answers, config: GateConfig) -> Iterator[str]:
    if answers.not_asked:
        yield (
            f"Not asked: {count(answers.not_asked, 'source')} above gate.max_sources ({config.max_sources}). "
            "Raise it, or let the nightly run check them first."
        )
    if answers.defects:
        yield f"Not judged because of a defect of verifier: {count(answers.defects, 'source')}."

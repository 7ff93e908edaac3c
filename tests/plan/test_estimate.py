from __future__ import annotations

from tests.judge.claim_rules.claims import cite, corpus, document
from verifier.config import Config
from verifier.model.citation import Corpus
from verifier.model.plan import HostEstimate
from verifier.plan.captures import CAPTURE_BYTES
from verifier.plan.estimate import estimate, estimate_seconds


def corpus_of(**sources: int) -> Corpus:
    """A corpus with so many sources a host."""
    return corpus(
        *(
            document(*(cite(f"https://{host}.org/{n}") for n in range(count)))
            for host, count in sources.items()
        )
    )


def test_the_slowest_host_decides_where_one_host_has_most() -> None:
    plan = estimate(corpus_of(a=500, b=20), Config())

    assert (plan.requests, plan.seconds) == (520, 500.0)
    assert plan.slowest_hosts == (HostEstimate("a.org", 500, 500.0), HostEstimate("b.org", 20, 20.0))


def test_concurrency_decides_where_the_hosts_are_many() -> None:
    config = Config.model_validate({"fetch": {"concurrency": 2}})

    assert estimate(corpus_of(**{f"h{n}": 1 for n in range(40)}), config).seconds == 20.0


def test_one_source_is_one_request_however_often_it_is_cited() -> None:
    plan = estimate(corpus(document(cite(), cite(), cite("words")), document(cite())), Config())

    assert (plan.requests, plan.slowest_hosts) == (1, (HostEstimate("x.org", 1, 1.0),))


def test_manners_of_single_hosts_count() -> None:
    config = Config.model_validate(
        {"host": [{"match": "*.a.org", "interval": "5s"}], "fetch": {"host_interval": "500ms"}}
    )
    plan = estimate(corpus_of(a=10, b=30), config)

    assert plan.slowest_hosts == (HostEstimate("a.org", 10, 50.0), HostEstimate("b.org", 30, 15.0))
    assert plan.seconds == 50.0


def test_ten_hosts_are_shown() -> None:
    plan = estimate(corpus_of(**{f"h{n}": n + 1 for n in range(12)}), Config())

    assert [each.sources for each in plan.slowest_hosts] == [12, 11, 10, 9, 8, 7, 6, 5, 4, 3]


def test_nights_of_archiving_follow_the_budgets() -> None:
    whole = corpus_of(a=500, b=20)

    lookup = estimate(whole, Config.model_validate({"archive": {"nightly_lookups": 100}}))
    assert (lookup.archive_mode, lookup.lookup_nights, lookup.capture_nights) == ("lookup", 6, 0)
    capture = {"mode": "capture", "nightly_captures": 50, "nightly_bytes": "1 GB"}
    assert estimate(whole, Config.model_validate({"archive": capture})).capture_nights == 11
    by_size = capture | {"nightly_bytes": 10 * CAPTURE_BYTES}
    assert estimate(whole, Config.model_validate({"archive": by_size})).capture_nights == 52
    nothing = estimate(whole, Config.model_validate({"archive": {"mode": "off"}}))
    assert (nothing.lookup_nights, nothing.capture_nights) == (0, 0)
    no_budget = estimate(whole, Config.model_validate({"archive": {"mode": "capture", "nightly_bytes": 0}}))
    assert no_budget.capture_nights == 0


def test_an_empty_corpus_costs_nothing() -> None:
    plan = estimate(Corpus("root", ()), Config())

    assert (plan.requests, plan.seconds, plan.slowest_hosts, plan.lookup_nights) == (0, 0.0, (), 0)


def test_a_part_of_the_sources_can_be_estimated_alone() -> None:
    assert estimate_seconds(["https://a.org/1", "https://a.org/2", "https://b.org/"], Config()) == 2.0
    assert estimate_seconds([], Config()) == 0.0

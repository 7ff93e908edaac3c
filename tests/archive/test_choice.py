from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from verifier.archive.choice import choose, is_timestamp, reference
from verifier.model.memento import Memento

instants = st.integers(850_000_000, 1_800_000_000).map(lambda at: datetime.fromtimestamp(at, UTC))
copies = st.lists(
    st.builds(
        lambda at, status: Memento(f"{at:%Y%m%d%H%M%S}", "http://a.example/", "", status),
        instants,
        st.sampled_from([200, 301, 404, None]),
    )
)
dates = st.one_of(st.none(), instants.map(lambda at: f"{at:%Y-%m-%d}"), st.text(max_size=12))


@given(copies, dates)
def test_the_choice_is_good_and_no_better_one_exists(held: list[Memento], near: str | None) -> None:
    chosen = choose(held, near)
    good = [copy for copy in held if copy.status == 200]
    if chosen is None:
        assert good == []
        return
    assert chosen in good
    begin = reference(near)
    after = [copy for copy in good if begin is not None and copy.timestamp >= begin]
    if after:
        assert chosen.timestamp == min(copy.timestamp for copy in after)
    else:
        assert chosen.timestamp == max(copy.timestamp for copy in good)


@given(st.text(max_size=20))
def test_any_text_as_a_date_gives_a_real_instant_or_none(near: str) -> None:
    begin = reference(near)
    assert begin is None or is_timestamp(begin)


def test_a_date_counts_from_its_first_second() -> None:
    assert reference("2021-04") == "20210401000000"
    assert reference(" 2021-04-05T10:11:12 ") == "20210405000000"
    assert reference("20210405") is None
    assert reference("") is None


def test_only_14_digits_that_name_an_instant_are_a_timestamp() -> None:
    assert is_timestamp("20210405060708")
    assert not is_timestamp("20210405000000"[:-1])
    assert not is_timestamp("20211305000000")
    assert not is_timestamp("２０２１０４０５０６０７０８")

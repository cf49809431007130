"""Facts from the stream: which there are, what they say, and that repeats change nothing."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import journal_records as journal
from tollgate.ledger.models import State
from tollgate.usage.models import UsageFact
from tollgate.usage.rules import LONGEST_TEXT, MalformedRecord, distinct, facts_of


def test_a_settled_request_is_one_fact_with_all_it_cost() -> None:
    [fact] = facts_of(journal.stream_record(journal.settled(), journal.admitted()))
    assert fact == UsageFact(
        organization_id=journal.ORGANIZATION,
        occurred_ms=journal.CREATED_MS,
        event_id="req_01jd3v6k8mx2q4r7tn5x:request",
        request_id="req_01jd3v6k8mx2q4r7tn5x",
        kind="request",
        state="settled",
        key_id="key_01jd3v6k8mx2q4r7tn60",
        user_id="usr_01jd3v6k8mx2q4r7tn61",
        team_id="team_01jd3v6k8mx2q4r7tn62",
        team_path=("team_01jd3v6k8mx2q4r7tn62", "team_01jd3v6k8mx2q4r7tn63"),
        operation="chat.completions",
        provider="openai",
        model="openai/gpt-4o",
        upstream_model="gpt-4o",
        stream=True,
        status=200,
        input_tokens=1200,
        output_tokens=340,
        cache_read_tokens=200,
        cache_write_tokens=0,
        reasoning_tokens=0,
        audio_tokens=0,
        cost_nano=6_150_000,
        hold_nano=9_000_000,
        latency_ms=2_400,
        first_byte_ms=310,
        decision="allow",
        refusal_code=None,
        tags={"project": "atlas"},
        price_version="genai-prices-0.2.3",
        policy_version="epoch-7",
    )


def test_a_refusal_costs_nothing_and_says_why() -> None:
    [fact] = facts_of(journal.stream_record(journal.refused()))
    assert (fact.state, fact.status, fact.refusal_code) == ("refused", 402, "budget_exhausted")
    assert (fact.cost_nano, fact.latency_ms, fact.input_tokens) == (0, 4, 0)


def test_a_call_without_user_and_team_has_empty_texts() -> None:
    record = journal.settled(user_id=None, team_path=())
    [fact] = facts_of(journal.stream_record(record))
    assert (fact.user_id, fact.team_id, fact.team_path) == ("", "", ())


def test_a_late_settlement_adds_the_difference_at_the_moment_of_the_request() -> None:
    record = journal.stream_record(journal.settled_late(), journal.reaped())
    charged, adjusted = facts_of(record)
    assert adjusted.event_id == "req_01jd3v6k8mx2q4r7tn5y:adjust"
    assert adjusted.occurred_ms == charged.occurred_ms
    assert charged.cost_nano + adjusted.cost_nano == 6_150_000
    assert charged.input_tokens + adjusted.input_tokens == 1200
    assert (adjusted.latency_ms, adjusted.hold_nano) == (None, 0)


def test_an_overspend_adds_cost_but_no_tokens_twice() -> None:
    record = journal.stream_record(
        journal.settled(adjust={"difference": 77, "reason": "overspend"})
    )
    charged, adjusted = facts_of(record)
    assert (charged.cost_nano, adjusted.cost_nano) == (6_150_000, 77)
    assert (charged.input_tokens, adjusted.input_tokens) == (1200, 0)


@pytest.mark.parametrize(
    "record",
    [
        journal.stream_record(journal.admitted()),
        journal.removal(journal.settled()),
        journal.administrative(),
    ],
    ids=["still admitted", "removed", "administrative"],
)
def test_other_changes_of_the_journal_are_no_usage(record: dict[str, Any]) -> None:
    assert facts_of(record) == ()


@pytest.mark.parametrize("missing", ["request_id", "organization_id", "created_ms"])
def test_a_record_without_its_identity_is_malformed(missing: str) -> None:
    record = journal.stream_record(journal.settled())
    del record["dynamodb"]["NewImage"][missing]
    with pytest.raises(MalformedRecord, match=missing):
        facts_of(record)


@pytest.mark.parametrize("value", [{"N": "many"}, {"N": "1.5"}, {"S": 1}, {"L": []}])
def test_a_moment_that_is_no_number_is_malformed(value: dict[str, Any]) -> None:
    record = journal.stream_record(journal.settled())
    record["dynamodb"]["NewImage"]["created_ms"] = value
    with pytest.raises(MalformedRecord):
        facts_of(record)


def test_what_a_caller_wrote_is_cut_and_cleaned() -> None:
    [fact] = facts_of(journal.stream_record(journal.refused(model="m\x00" + "x" * 5000)))
    assert fact.model == "m\N{REPLACEMENT CHARACTER}" + "x" * (LONGEST_TEXT - 2)


_HISTORIES = st.lists(
    st.sampled_from(["settled", "late", "reaped", "refused", "admitted"]), min_size=1, max_size=8
)


def _history(kinds: list[str]) -> list[dict[str, Any]]:
    """Every change of one request per entry, in the order in which the ledger makes them."""
    changes = []
    for number, kind in enumerate(kinds):
        request_id = f"req_{number:020d}"
        created = journal.admitted(request_id)
        steps = {
            "admitted": [created],
            "settled": [created, journal.settled(request_id)],
            "reaped": [created, journal.reaped(request_id)],
            "late": [created, journal.reaped(request_id), journal.settled_late(request_id)],
            "refused": [journal.refused(request_id)],
        }[kind]
        before = [None, *steps[:-1]]
        changes += [journal.stream_record(new, old) for new, old in zip(steps, before, strict=True)]
    return changes


def _facts(records: list[dict[str, Any]]) -> list[UsageFact]:
    return distinct(fact for record in records for fact in facts_of(record))


@given(kinds=_HISTORIES, data=st.data())
def test_repeats_and_any_order_tell_the_same_facts(kinds: list[str], data: st.DataObject) -> None:
    history = _history(kinds)
    repeats = data.draw(st.lists(st.sampled_from(history), max_size=12))
    delivered = data.draw(st.permutations(history + repeats))
    assert _facts(delivered) == _facts(history)


@given(kinds=_HISTORIES)
def test_facts_add_up_to_what_the_ledger_charged(kinds: list[str]) -> None:
    charged = {"settled": 6_150_000, "late": 6_150_000, "reaped": 9_000_000}
    total = sum(fact.cost_nano for fact in _facts(_history(kinds)))
    assert total == sum(charged.get(kind, 0) for kind in kinds)


@given(kinds=_HISTORIES)
def test_reading_leaves_the_records_as_they_were(kinds: list[str]) -> None:
    history = _history(kinds)
    kept = copy.deepcopy(history)
    _facts(history)
    assert history == kept


def test_the_first_terminal_state_is_the_only_request_fact() -> None:
    ids = {
        fact.event_id
        for state in (State.SETTLED, State.UNKNOWN, State.FAILED)
        for fact in facts_of(
            journal.stream_record(journal.admitted().closed(journal.outcome(state)))
        )
    }
    assert ids == {"req_01jd3v6k8mx2q4r7tn5x:request"}

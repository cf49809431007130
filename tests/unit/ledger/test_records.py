"""Items of request records: what they leave out, and those that an earlier release wrote."""

from msgspec.structs import replace

from tests.journal_records import admitted, outcome, refused, settled, settled_late
from tollgate.aws.attributes import from_item, to_item
from tollgate.ledger.models import RateRef, SlotRef, State
from tollgate.ledger.records import kept, record_from_item, record_to_item
from tollgate.ledger.rules import rate_key

REASON = {"policy_id": "pol_a", "action": "warn", "findings": {"email": 2}}


def test_records_come_back_as_they_went() -> None:
    judged = replace(
        settled(),
        policies=(REASON,),
        findings={"email": 2},
        policy_us=90,
        approval_id="apr_a",
        requested_model="gpt-4o",
        slots=(SlotRef("pol_a", 3),),
        outcome=outcome(output_policies=(REASON,)),
    )
    for record in (admitted(), settled(), settled_late(), refused(), judged):
        assert record_from_item(record_to_item(record)) == record == kept(record)


def test_a_call_without_policies_carries_nothing_of_them() -> None:
    values = from_item(record_to_item(settled()))
    absent = {"policies", "findings", "policy_us", "approval_id", "requested_model", "slots"}
    assert not values.keys() & {*absent, "output_policies"}
    assert values["accounts"][0].keys() == {"scope_id", "period", "period_key", "limit"}


def test_the_decision_of_an_outcome_becomes_the_records() -> None:
    closed = admitted().closed(outcome(decision="redact"))
    assert (closed.state, closed.decision) == (State.SETTLED, "redact")
    assert record_from_item(record_to_item(closed)) == closed


def test_windows_without_a_name_are_minutes() -> None:
    values = from_item(record_to_item(admitted()))
    values["rates"] = [{"scope_id": "key_a", "window": 29_395_290, "requests_per_minute": 60}]
    record = record_from_item(to_item(values))
    assert record.rates == (RateRef("key_a", "29395290", 29_395_291 * 60_000, 60, None),)
    assert rate_key("org_a", record.rates[0]) == ("org_a#key_a", "RATE#29395290")

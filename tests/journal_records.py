"""Records of the journal's stream as DynamoDB sends them, made from the ledger's own items."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from tollgate.aws.attributes import to_attribute
from tollgate.ledger.models import AccountRef, Outcome, Period, RateRef, RequestRecord, State
from tollgate.ledger.records import record_to_item
from tollgate.ledger.rules import window_of

ORGANIZATION = "org_01jd3v6k8mx2q4r7tn5w"
CREATED_MS = 1_763_717_400_250  # 2025-11-21T09:30:00.250Z
USAGE = {"input_tokens": 1200, "output_tokens": 340, "cache_read_tokens": 200}


def admitted(request_id: str = "req_01jd3v6k8mx2q4r7tn5x", **changes: Any) -> RequestRecord:
    """A call as admission leaves it: held on a key, and in a rate window."""
    record = RequestRecord(
        organization_id=ORGANIZATION,
        request_id=request_id,
        nonce="nonce",
        state=State.ADMITTED,
        created_ms=CREATED_MS,
        deadline_ms=CREATED_MS + 120_000,
        key_id="key_01jd3v6k8mx2q4r7tn60",
        user_id="usr_01jd3v6k8mx2q4r7tn61",
        team_path=("team_01jd3v6k8mx2q4r7tn62", "team_01jd3v6k8mx2q4r7tn63"),
        operation="chat.completions",
        model="openai/gpt-4o",
        provider="openai",
        upstream_model="gpt-4o",
        stream=True,
        hold=9_000_000,
        input_tokens_held=1300,
        output_tokens_held=800,
        tokens_held=2100,
        accounts=(
            AccountRef("key_01jd3v6k8mx2q4r7tn60", Period.MONTHLY, "2025-11", 50_000_000_000),
        ),
        rates=(
            RateRef("key_01jd3v6k8mx2q4r7tn60", *window_of("minute", CREATED_MS, "UTC"), 60, None),
        ),
        price_version="genai-prices-0.2.3",
        policy_version="epoch-7",
        decision="allow",
        body_hash="5e" * 32,
        tags={"project": "atlas"},
    )
    return replace(record, **changes)


def outcome(state: State = State.SETTLED, **changes: Any) -> Outcome:
    """How a streamed call that went well ended."""
    ended = Outcome(
        state=state,
        cost=6_150_000,
        ended_ms=CREATED_MS + 2_400,
        status=200,
        usage=dict(USAGE),
        usage_source="provider",
        arithmetic=(
            {"unit": "input", "tokens": 1000, "usd_per_million": "2.5"},
            {"unit": "cache_read", "tokens": 200, "usd_per_million": "1.25"},
            {"unit": "output", "tokens": 340, "usd_per_million": "10"},
        ),
        finish_reason="stop",
        provider_request_id="chatcmpl-9x",
        first_byte_ms=CREATED_MS + 310,
    )
    return replace(ended, **changes)


def settled(request_id: str = "req_01jd3v6k8mx2q4r7tn5x", **changes: Any) -> RequestRecord:
    return admitted(request_id, **changes).closed(outcome())


def reaped(request_id: str = "req_01jd3v6k8mx2q4r7tn5y", **changes: Any) -> RequestRecord:
    """A call that nobody settled: it is charged what was held."""
    held = outcome(
        State.UNKNOWN,
        cost=9_000_000,
        status=504,
        usage={},
        usage_source="held",
        arithmetic=(),
        first_byte_ms=None,
    )
    return admitted(request_id, **changes).closed(held)


def settled_late(request_id: str = "req_01jd3v6k8mx2q4r7tn5y", **changes: Any) -> RequestRecord:
    """The same call after its true cost came in."""
    adjust = {
        "difference": -2_850_000,
        "usage": dict(USAGE),
        "ended_ms": CREATED_MS + 300_000,
        "reason": "late_settlement",
    }
    return replace(reaped(request_id, **changes), adjust=adjust)


def refused(request_id: str = "req_01jd3v6k8mx2q4r7tn5z", **changes: Any) -> RequestRecord:
    """A call that its budget could not hold."""
    ended = Outcome(state=State.REFUSED, cost=0, ended_ms=CREATED_MS + 4, status=402)
    record = admitted(
        request_id,
        state=State.REFUSED,
        refusal={"status": 402, "code": "budget_exhausted", "message": "the budget is exhausted"},
        outcome=ended,
        decision="deny",
        hold=0,
        accounts=(),
        rates=(),
    )
    return replace(record, **changes)


def stream_record(
    new: RequestRecord, old: RequestRecord | None = None, sequence: int = 1
) -> dict[str, Any]:
    """The stream's record of writing `new`, over `old` where there was one."""
    image = record_to_item(new)
    change: dict[str, Any] = {
        "ApproximateCreationDateTime": 1_763_717_403,
        "Keys": {"pk": image["pk"], "sk": image["sk"]},
        "NewImage": image,
        "SequenceNumber": f"{sequence:021d}",
        "SizeBytes": 1100,
        "StreamViewType": "NEW_AND_OLD_IMAGES",
    }
    if old is not None:
        change["OldImage"] = record_to_item(old)
    return _record("INSERT" if old is None else "MODIFY", change, sequence)


def removal(old: RequestRecord, sequence: int = 1) -> dict[str, Any]:
    """The stream's record of deleting `old`."""
    change = stream_record(old, sequence=sequence)["dynamodb"]
    change["OldImage"] = change.pop("NewImage")
    return _record("REMOVE", change, sequence)


def administrative(sequence: int = 1) -> dict[str, Any]:
    """The stream's record of an administrative event, which costs nothing."""
    pk, sk = f"{ORGANIZATION}#evt_01jd3v6k8mx2q4r7tn70", "EVENT"
    image = {"pk": pk, "sk": sk, "kind": "event", "action": "api_key.created"}
    change = {
        "ApproximateCreationDateTime": 1_763_717_403,
        "Keys": {"pk": {"S": pk}, "sk": {"S": sk}},
        "NewImage": to_attribute(image)["M"],
        "SequenceNumber": f"{sequence:021d}",
        "SizeBytes": 200,
        "StreamViewType": "NEW_AND_OLD_IMAGES",
    }
    return _record("INSERT", change, sequence)


def _record(name: str, change: dict[str, Any], sequence: int) -> dict[str, Any]:
    return {
        "eventID": f"{sequence:032x}",
        "eventName": name,
        "eventVersion": "1.1",
        "eventSource": "aws:dynamodb",
        "awsRegion": "eu-west-1",
        "dynamodb": change,
        "eventSourceARN": (
            "arn:aws:dynamodb:eu-west-1:123456789012:table/tollgate-dev-journal"
            "/stream/2025-11-21T08:00:00.000"
        ),
    }

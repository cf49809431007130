"""The webhook: what it sends, what it believes, and what its silence means."""

from __future__ import annotations

import hashlib
import hmac
import logging
import re
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.unit.detectors.remote_peer import Peer, running_peer
from tollgate.detectors.models import DetectorUnavailable, Match
from tollgate.detectors.remote import webhook
from tollgate.errors import BadRequest

pytestmark = pytest.mark.loopback
ROOT = Path(__file__).resolve().parents[3]
TEXT = "Project Heron starts in May."


@pytest.fixture
def peer() -> Iterator[Peer]:
    with running_peer(keys={"heron": "whsec_1"}) as found:
        yield found


def scan(peer: Peer, text: str = TEXT, **config: Any) -> list[Match]:
    """With the longest time limit: a busy machine may take a while for a short answer."""
    config = {"url": f"{peer.url}/check", "timeout_ms": 5000, **config}
    return list(webhook.open(config).scan(text))


def test_the_text_is_posted_and_the_matches_come_back(peer: Peer) -> None:
    found = {"start": 8, "end": 13, "kind": "codename", "confidence": 0.8}
    peer.respond = lambda _: (200, {"flagged": True, "matches": [found]})
    assert scan(peer) == [Match(8, 13, "webhook.codename", 0.8)]
    [asked] = peer.asked
    assert asked.path == "/check"
    assert asked.headers["content-type"] == "application/json"
    assert asked.json["text"] == TEXT
    assert asked.json["id"].startswith("scan_")
    assert asked.json["created_at"].endswith("Z")


def test_the_signature_is_over_time_and_body(peer: Peer) -> None:
    peer.respond = lambda _: (200, {"flagged": False})
    before = int(time.time())
    scan(peer, secret_name="heron")
    [asked] = peer.asked
    parts = dict(part.split("=") for part in asked.headers["tollgate-signature"].split(","))
    signed = parts["t"].encode() + b"." + asked.body
    assert parts["v1"] == hmac.new(b"whsec_1", signed, hashlib.sha256).hexdigest()
    assert before <= int(parts["t"]) <= time.time()


def test_the_documented_check_accepts_what_we_sign(peer: Peer) -> None:
    page = (ROOT / "docs" / "guardrails.md").read_text(encoding="utf-8")
    [sample] = re.findall(r"```python\n(import hashlib.*?)```", page, re.DOTALL)
    names: dict[str, Any] = {}
    exec(sample, names)
    peer.respond = lambda _: (200, {"flagged": False})
    scan(peer, secret_name="heron")
    [asked] = peer.asked
    header = asked.headers["tollgate-signature"]
    assert names["is_authentic"](b"whsec_1", header, asked.body)
    assert not names["is_authentic"](b"whsec_1", header, asked.body + b" ")
    assert not names["is_authentic"](b"whsec_2", header, asked.body)
    late = header.replace("t=", "t=1")
    assert not names["is_authentic"](b"whsec_1", late, asked.body)


def test_without_a_name_nothing_is_signed(peer: Peer) -> None:
    peer.respond = lambda _: (200, {"flagged": False})
    assert scan(peer) == []
    assert "tollgate-signature" not in peer.asked[0].headers


def test_a_key_that_is_not_there_is_no_answer(peer: Peer) -> None:
    with pytest.raises(DetectorUnavailable, match="'other'"):
        scan(peer, secret_name="other")
    assert not peer.asked


def test_only_the_hash_can_be_sent(peer: Peer) -> None:
    peer.respond = lambda _: (200, {"flagged": True})
    assert scan(peer, send="hash") == [Match(0, len(TEXT), "webhook")]
    sent = peer.asked[0].json
    assert sent["sha256"] == hashlib.sha256(TEXT.encode()).hexdigest()
    assert sent["characters"] == len(TEXT)
    assert b"Heron" not in peer.asked[0].body


def test_unflagged_means_nothing_found(peer: Peer) -> None:
    peer.respond = lambda _: (200, {"flagged": False, "matches": [{"start": 0, "end": 1}]})
    assert scan(peer) == []


def test_an_empty_text_is_not_sent(peer: Peer) -> None:
    assert scan(peer, "") == []
    assert not peer.asked


def test_a_lone_surrogate_is_sent_as_one_character(peer: Peer) -> None:
    peer.respond = lambda _: (200, {"flagged": False})
    scan(peer, "a\ud800b")
    assert peer.asked[0].json["text"] == "a?b"


@pytest.mark.parametrize(
    ("status", "answer"),
    [
        (500, {"flagged": False}),
        (401, {}),
        (204, b""),
        (302, {"flagged": False}),
        (200, b"<html>"),
        (200, b"\xff"),
        (200, {}),
        (200, {"flagged": "no"}),
        (200, {"flagged": True, "matches": [{"start": 0, "end": len(TEXT) + 1}]}),
        (200, {"flagged": True, "matches": [{"start": -1, "end": 2}]}),
        (200, {"flagged": True, "matches": [{"start": 3, "end": 3}]}),
        (200, {"flagged": True, "matches": [{"start": 0, "end": 1, "kind": "My Secret"}]}),
        (200, {"flagged": True, "matches": [{"start": 0, "end": 1, "confidence": 7}]}),
        (200, {"flagged": True, "matches": [{"start": 0, "end": 1}] * 1001}),
        (200, b" " * (1 << 20) + b'{"flagged": false}'),
    ],
)
def test_an_answer_that_cannot_be_used_is_none(peer: Peer, status: int, answer: Any) -> None:
    peer.headers = {"location": f"{peer.url}/elsewhere"} if status == 302 else {}
    peer.respond = lambda _: (status, answer)
    with pytest.raises(DetectorUnavailable):
        scan(peer)
    assert len(peer.asked) == 1


@pytest.mark.parametrize("pace", [{"wait_s": 300}, {"trickle_s": 0.05}])
def test_the_time_limit_holds_for_slow_and_trickling_answers(
    peer: Peer, pace: dict[str, float]
) -> None:
    """Without the limit either would take minutes."""
    peer.respond = lambda _: (200, b'{"flagged": false}' + b" " * 6_000)
    peer.wait_s, peer.trickle_s = pace.get("wait_s", 0), pace.get("trickle_s", 0)
    began = time.monotonic()
    with pytest.raises(DetectorUnavailable):
        scan(peer, timeout_ms=200)
    assert time.monotonic() - began < 60


def test_nobody_listening_is_no_answer(peer: Peer) -> None:
    with pytest.raises(DetectorUnavailable):
        webhook.open({"url": "http://127.0.0.1:1/"}).scan(TEXT)


def test_a_policy_may_let_content_pass_unseen(peer: Peer, caplog: pytest.LogCaptureFixture) -> None:
    peer.respond = lambda _: (503, {})
    with caplog.at_level(logging.WARNING):
        assert scan(peer, on_failure="allow") == []
    assert "unseen: status 503" in caplog.text
    assert "Heron" not in caplog.text


def test_connections_are_kept_and_a_dropped_one_is_replaced(peer: Peer) -> None:
    peer.respond = lambda _: (200, {"flagged": False})
    detector = webhook.open({"url": peer.url, "timeout_ms": 5000})
    for _ in range(3):
        assert detector.scan(TEXT) == []
    assert len(peer.asked) == 3


def test_this_machine_is_out_of_reach_where_it_is_deployed() -> None:
    with (
        running_peer(loopback=False) as peer,
        pytest.raises(DetectorUnavailable, match="local run"),
    ):
        scan(peer)
    assert not peer.asked


def test_a_process_that_was_not_configured_cannot_ask() -> None:
    with pytest.raises(DetectorUnavailable, match="from here"):
        webhook.open({"url": "https://hooks.example/"}).scan(TEXT)


def test_it_wants_the_whole_text() -> None:
    assert webhook.open({"url": "https://hooks.example/"}).look_behind == sys.maxsize


@pytest.mark.parametrize(
    ("config", "named"),
    [
        ({}, "url"),
        ({"url": 1}, "url"),
        ({"url": "ftp://x.example/"}, "https"),
        ({"url": "http://hooks.example/"}, "https"),
        ({"url": "https://user:word@hooks.example/"}, "user"),
        ({"url": "https:///path"}, "host"),
        ({"url": "https://x.example:port/"}, "URL"),
        ({"url": "https://10.0.0.8/"}, "public"),
        ({"url": "https://169.254.169.254/"}, "public"),
        ({"url": "https://[fe80::1]/"}, "public"),
        ({"url": "https://hooks.example/", "timeout_ms": 6000}, "timeout_ms"),
        ({"url": "https://hooks.example/", "timeout_ms": True}, "timeout_ms"),
        ({"url": "https://hooks.example/", "on_failure": "shrug"}, "on_failure"),
        ({"url": "https://hooks.example/", "send": "all"}, "send"),
        ({"url": "https://hooks.example/", "secret": "whsec_1"}, "secret"),
    ],
)
def test_a_wrong_configuration_is_refused(config: dict[str, Any], named: str) -> None:
    with pytest.raises(BadRequest, match=named) as refused:
        webhook.open(config)
    assert (refused.value.param or "").startswith("remote")

"""Comprehend and Bedrock Guardrails, played by a server that answers as their references say."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.unit.detectors.remote_peer import Asked, Peer, running_peer
from tollgate.detectors.models import DetectorUnavailable, Match
from tollgate.detectors.remote import bedrock, comprehend
from tollgate.detectors.remote.asking import OVERLAP, PIECE, pieces
from tollgate.errors import BadRequest

pytestmark = pytest.mark.loopback
PATIENT = {"timeout_ms": 5000}
"""The longest time limit: a busy machine may take a while for a short answer."""
GUARDRAIL = {"guardrail_id": "gr1x", "guardrail_version": "3", **PATIENT}
ARN = "arn:aws:bedrock:eu-west-1:123456789012:guardrail/gr1x"


@pytest.fixture
def peer() -> Iterator[Peer]:
    with running_peer() as found:
        yield found


def entity(start: int, end: int, kind: str = "NAME", score: float = 0.99) -> dict[str, Any]:
    return {"BeginOffset": start, "EndOffset": end, "Score": score, "Type": kind}


def named(asked: Asked) -> tuple[int, Any]:
    """Entities wherever the text says Ada, as Comprehend counts: in code points."""
    text = asked.json["Text"]
    places = [i for i in range(len(text)) if text.startswith("Ada", i)]
    return 200, {"Entities": [entity(i, i + 3) for i in places]}


def intervened(**policies: Any) -> tuple[int, Any]:
    return 200, {"action": "GUARDRAIL_INTERVENED", "usage": {}, "assessments": [policies]}


class TestComprehend:
    def test_the_question_is_the_documented_one(self, peer: Peer) -> None:
        peer.respond = lambda _: (200, {"Entities": []})
        assert comprehend.open({**PATIENT, "language_code": "es"}).scan("hola") == []
        [asked] = peer.asked
        assert asked.path == "/"
        assert asked.headers["x-amz-target"] == "Comprehend_20171127.DetectPiiEntities"
        assert asked.headers["content-type"] == "application/x-amz-json-1.1"
        assert "/eu-west-1/comprehend/aws4_request" in asked.headers["authorization"]
        assert asked.json == {"Text": "hola", "LanguageCode": "es"}

    def test_positions_are_those_of_the_text_beyond_the_first_plane_too(self, peer: Peer) -> None:
        peer.respond = named
        text = "naïve 🙂 🙂 Ada"
        [found] = comprehend.open(PATIENT).scan(text)
        assert text[found.start : found.end] == "Ada"
        assert found.kind == "comprehend.name"

    def test_a_long_text_is_asked_about_in_pieces(self, peer: Peer) -> None:
        peer.respond = named
        text = "x" * (PIECE - 2) + "Ada" + "y" * PIECE + "Ada"
        found = comprehend.open(PATIENT).scan(text)
        assert [text[match.start : match.end] for match in found] == ["Ada", "Ada"]
        assert len(peer.asked) == 3
        assert all(len(asked.json["Text"]) <= PIECE for asked in peer.asked)

    @pytest.mark.parametrize(
        "answer",
        [{}, {"Entities": [entity(3, 2)]}, {"Entities": [entity(0, 9)]}, {"Entities": [{}]}],
    )
    def test_an_answer_that_cannot_be_used_is_none(self, peer: Peer, answer: Any) -> None:
        peer.respond = lambda _: (200, answer)
        with pytest.raises(DetectorUnavailable):
            comprehend.open(PATIENT).scan("text")

    def test_a_refusal_is_no_answer(self, peer: Peer) -> None:
        peer.respond = lambda _: (400, {"__type": "AccessDeniedException"})
        with pytest.raises(DetectorUnavailable, match="400"):
            comprehend.open(PATIENT).scan("text")

    def test_other_languages_are_refused(self) -> None:
        with pytest.raises(BadRequest, match="language_code"):
            comprehend.open({"language_code": "tlh"})


class TestBedrock:
    def test_the_question_is_the_documented_one(self, peer: Peer) -> None:
        peer.respond = lambda _: (200, {"action": "NONE", "assessments": [{}], "outputs": []})
        config = {**GUARDRAIL, "guardrail_id": ARN, "source": "OUTPUT"}
        assert bedrock.open(config).scan("hello") == []
        [asked] = peer.asked
        escaped = ARN.replace(":", "%3A").replace("/", "%2F")
        assert asked.path == f"/guardrail/{escaped}/version/3/apply"
        assert "/eu-west-1/bedrock/aws4_request" in asked.headers["authorization"]
        assert asked.json == {"source": "OUTPUT", "content": [{"text": {"text": "hello"}}]}

    def test_what_was_named_is_found_in_the_text_and_the_rest_is_all_of_it(
        self, peer: Peer
    ) -> None:
        text = "Ada wrote to Ada about shares"
        peer.respond = lambda _: intervened(
            topicPolicy={"topics": [{"name": "Investment Advice", "type": "DENY",
                                     "action": "BLOCKED"}]},
            contentPolicy={"filters": [{"type": "PROMPT_ATTACK", "confidence": "LOW",
                                        "action": "BLOCKED"}]},
            wordPolicy={"customWords": [{"match": "shares", "action": "BLOCKED"}],
                        "managedWordLists": []},
            sensitiveInformationPolicy={
                "piiEntities": [{"match": "Ada", "type": "NAME", "action": "ANONYMIZED"}],
                "regexes": [{"name": "Case No", "match": "gone", "action": "BLOCKED"}]},
        )  # fmt: skip
        whole = (0, len(text))
        assert set(bedrock.open(GUARDRAIL).scan(text)) == {
            Match(*whole, "bedrock.topic.investment_advice"),
            Match(*whole, "bedrock.content.prompt_attack"),
            Match(23, 29, "bedrock.word"),
            Match(0, 3, "bedrock.pii.name"),
            Match(13, 16, "bedrock.pii.name"),
            Match(*whole, "bedrock.regex.case_no"),
        }

    def test_a_filter_that_only_reports_keeps_its_confidence(self, peer: Peer) -> None:
        seen = {"type": "HATE", "confidence": "MEDIUM", "action": "NONE", "detected": True}
        unseen = {**seen, "type": "INSULTS", "detected": False}
        answer = {"action": "NONE", "assessments": [{"contentPolicy": {"filters": [seen, unseen]}}]}
        peer.respond = lambda _: (200, answer)
        assert bedrock.open(GUARDRAIL).scan("text") == [Match(0, 4, "bedrock.content.hate", 0.6)]

    def test_an_intervention_for_a_reason_unknown_to_us_counts(self, peer: Peer) -> None:
        peer.respond = lambda _: intervened(automatedReasoningPolicy={"findings": [{}]})
        assert bedrock.open(GUARDRAIL).scan("text") == [Match(0, 4, "bedrock")]

    @pytest.mark.parametrize("answer", [{}, {"action": "MAYBE"}, b"", {"action": None}])
    def test_an_answer_that_cannot_be_used_is_none(self, peer: Peer, answer: Any) -> None:
        peer.respond = lambda _: (200, answer)
        with pytest.raises(DetectorUnavailable):
            bedrock.open(GUARDRAIL).scan("text")

    def test_throttling_is_no_answer(self, peer: Peer) -> None:
        peer.respond = lambda _: (429, {"message": "Too many requests"})
        with pytest.raises(DetectorUnavailable, match="429"):
            bedrock.open(GUARDRAIL).scan("text")
        assert bedrock.open({**GUARDRAIL, "on_failure": "allow"}).scan("text") == ()

    @pytest.mark.parametrize(
        "config",
        [{}, {**GUARDRAIL, "guardrail_version": "0"}, {**GUARDRAIL, "guardrail_id": "../x"}],
    )
    def test_a_wrong_configuration_is_refused(self, config: dict[str, Any]) -> None:
        with pytest.raises(BadRequest, match="guardrail"):
            bedrock.open(config)


@pytest.mark.parametrize("length", [1, OVERLAP, PIECE, PIECE + 1, 3 * PIECE, 5 * PIECE + 7])
def test_pieces_cover_the_text_and_overlap(length: int) -> None:
    text = "".join(chr(97 + i % 26) for i in range(length))
    found = list(pieces(text))
    assert all(piece and text.startswith(piece, start) for start, piece in found)
    ends = [start + len(piece) for start, piece in found]
    assert ends[-1] == length
    assert all(start == end - OVERLAP for (start, _), end in zip(found[1:], ends[:-1], strict=True))

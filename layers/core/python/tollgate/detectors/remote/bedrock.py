"""Amazon Bedrock Guardrails by ApplyGuardrail, which takes any provider's text.

The answer tells what was found but not where: words and personal data are looked up in the text,
everything else concerns all of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, Any, Final, Literal
from urllib.parse import quote

import msgspec

from tollgate.detectors.models import Detector, Match
from tollgate.detectors.remote.asking import (
    RemoteConfig,
    RemoteDetector,
    pieces,
    read_answer,
    read_config,
)
from tollgate.detectors.remote.aws_services import ask_service
from tollgate.detectors.remote.context import RemoteContext, current

_GUARDRAIL: Final = (
    r"^([a-z0-9-]+|arn:aws(-[^:]+)?:bedrock:[a-z0-9-]{1,20}:\d{12}:guardrail/[a-z0-9-]+)$"
)
_CONFIDENCE: Final = {"NONE": 0.0, "LOW": 0.3, "MEDIUM": 0.6, "HIGH": 0.9}
"""Of a filter that only reports; what the guardrail acted upon counts as certain."""
_NOT_IN_A_NAME: Final = re.compile(r"[^a-z0-9]+")


class BedrockConfig(RemoteConfig, frozen=True, kw_only=True):
    """Which guardrail, in which version; `source` says whose text it is given."""

    guardrail_id: Annotated[str, msgspec.Meta(pattern=_GUARDRAIL, max_length=2048)]
    guardrail_version: Annotated[str, msgspec.Meta(pattern=r"^([1-9][0-9]{0,7}|DRAFT)$")]
    source: Literal["INPUT", "OUTPUT"] = "INPUT"


class _Finding(msgspec.Struct, frozen=True):
    """Any entry of an assessment: each kind has some of these."""

    action: str = "NONE"
    detected: bool = False
    type: str = ""
    name: str = ""
    match: str = ""
    confidence: str = ""

    @property
    def counts(self) -> bool:
        return self.detected or self.action != "NONE"

    @property
    def certainty(self) -> float:
        return 1.0 if self.action != "NONE" else _CONFIDENCE.get(self.confidence, 1.0)


class _Topics(msgspec.Struct, frozen=True):
    topics: list[_Finding] = []


class _Filters(msgspec.Struct, frozen=True):
    filters: list[_Finding] = []


class _Words(msgspec.Struct, frozen=True, rename="camel"):
    custom_words: list[_Finding] = []
    managed_word_lists: list[_Finding] = []


class _Sensitive(msgspec.Struct, frozen=True, rename="camel"):
    pii_entities: list[_Finding] = []
    regexes: list[_Finding] = []


class _Assessment(msgspec.Struct, frozen=True, rename="camel"):
    topic_policy: _Topics = _Topics()
    content_policy: _Filters = _Filters()
    word_policy: _Words = _Words()
    sensitive_information_policy: _Sensitive = _Sensitive()

    def findings(self) -> Mapping[str, list[_Finding]]:
        words, sensitive = self.word_policy, self.sensitive_information_policy
        return {
            "topic": self.topic_policy.topics,
            "content": self.content_policy.filters,
            "word": [*words.custom_words, *words.managed_word_lists],
            "pii": sensitive.pii_entities,
            "regex": sensitive.regexes,
        }


class _Answer(msgspec.Struct, frozen=True):
    action: Literal["NONE", "GUARDRAIL_INTERVENED"]
    assessments: list[_Assessment] = []


def open(config: dict[str, Any]) -> Detector:  # noqa: A001 - the catalog's name for a factory
    """Raises `BadRequest` on a configuration that does not fit."""
    asked = read_config(BedrockConfig, config)

    def ask(context: RemoteContext, text: str, ends: float) -> Iterable[Match]:
        return _ask(asked, context, text, ends)

    return RemoteDetector("bedrock", asked, current, ask)


def _ask(config: BedrockConfig, context: RemoteContext, text: str, ends: float) -> Iterator[Match]:
    aws = context.aws
    host = aws.bedrock_endpoint or f"https://bedrock-runtime.{aws.region}.amazonaws.com"
    guardrail = f"guardrail/{quote(config.guardrail_id, safe='')}"
    url = f"{host}/{guardrail}/version/{config.guardrail_version}/apply"
    for start, piece in pieces(text):
        question = {"source": config.source, "content": [{"text": {"text": piece}}]}
        raw = ask_service(context, url, question, ends, service="bedrock")
        for match in _matches(read_answer(_Answer, raw), piece):
            yield match._replace(start=start + match.start, end=start + match.end)


def _matches(answer: _Answer, piece: str) -> Iterator[Match]:
    found = False
    for assessment in answer.assessments:
        for policy, findings in assessment.findings().items():
            for finding in findings:
                if finding.counts:
                    found = True
                    yield from _placed(finding, policy, piece)
    if answer.action != "NONE" and not found:
        yield Match(0, len(piece), "bedrock")


def _placed(finding: _Finding, policy: str, piece: str) -> Iterator[Match]:
    label = _NOT_IN_A_NAME.sub("_", (finding.name or finding.type).lower())[:40]
    kind = ".".join(part for part in ("bedrock", policy, label) if part)
    places = [each.span() for each in re.finditer(re.escape(finding.match), piece)]
    if not finding.match or not places:
        places = [(0, len(piece))]
    for start, end in places:
        yield Match(start, end, kind, finding.certainty)

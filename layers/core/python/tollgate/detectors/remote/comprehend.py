"""Amazon Comprehend's DetectPiiEntities: names and addresses, which no pattern knows.

Positions in its answers count Unicode code points (API reference, "PiiEntity"), as Python's do.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any, Final, Literal

import msgspec

from tollgate.detectors.models import Detector, DetectorUnavailable, Match
from tollgate.detectors.remote.asking import (
    RemoteConfig,
    RemoteDetector,
    pieces,
    read_answer,
    read_config,
)
from tollgate.detectors.remote.aws_services import ask_service
from tollgate.detectors.remote.context import RemoteContext, current

_TARGET: Final = "Comprehend_20171127.DetectPiiEntities"
_CONTENT_TYPE: Final = "application/x-amz-json-1.1"


class ComprehendConfig(RemoteConfig, frozen=True, kw_only=True):
    """`language_code` is the language that the texts are taken to be in."""

    language_code: Literal["en", "es"] = "en"


class _Entity(msgspec.Struct, frozen=True, rename="pascal"):
    begin_offset: Annotated[int, msgspec.Meta(ge=0)]
    end_offset: int
    score: float
    type: str


class _Answer(msgspec.Struct, frozen=True, rename="pascal"):
    entities: list[_Entity]


def open(config: dict[str, Any]) -> Detector:  # noqa: A001 - the catalog's name for a factory
    """Raises `BadRequest` on a configuration that does not fit."""
    asked = read_config(ComprehendConfig, config)

    def ask(context: RemoteContext, text: str, ends: float) -> Iterable[Match]:
        return _ask(asked, context, text, ends)

    return RemoteDetector("comprehend", asked, current, ask)


def _ask(
    config: ComprehendConfig, context: RemoteContext, text: str, ends: float
) -> Iterable[Match]:
    aws = context.aws
    url = aws.comprehend_endpoint or f"https://comprehend.{aws.region}.amazonaws.com"
    for start, piece in pieces(text):
        question = {"Text": piece, "LanguageCode": config.language_code}
        raw = ask_service(
            context,
            f"{url}/",
            question,
            ends,
            service="comprehend",
            content_type=_CONTENT_TYPE,
            target=_TARGET,
        )
        for entity in read_answer(_Answer, raw).entities:
            yield _match(entity, start, len(piece))


def _match(entity: _Entity, start: int, length: int) -> Match:
    if not entity.begin_offset < entity.end_offset <= length:
        raise DetectorUnavailable("the answer names characters that the text does not have")
    return Match(
        start + entity.begin_offset,
        start + entity.end_offset,
        f"comprehend.{entity.type.lower()}",
        min(max(entity.score, 0.0), 1.0),
    )

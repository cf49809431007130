"""What a call brings along, for detectors to look at and for policies to take out of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from tollgate.detectors.models import Detector, DetectorRef, DetectorUnavailable, Match
from tollgate.policies.models import ContentRule
from tollgate.providers.models import ModelCall
from tollgate.providers.wire import encode

# What reads and searches texts is imported where somebody asks: most calls bring their texts to
# no detector, and every cold start would pay for it.
if TYPE_CHECKING:
    from tollgate.proxy.screening import Shown
    from tollgate.proxy.texts import Path, Text


class Contents:
    """All that a call sends to its provider and that somebody wrote or will read.

    Nothing is read before somebody asks, and each detector looks once; at a text that the same
    organization brought before, not even that.
    """

    def __init__(
        self,
        call: ModelCall,
        open_detector: Callable[[DetectorRef], Detector] | None = None,
        organization_id: str = "",
    ) -> None:
        self._body = call.body
        self._open_detector = open_detector
        self._organization_id = organization_id
        self._found: dict[DetectorRef, list[list[Match]] | DetectorUnavailable] = {}

    @cached_property
    def texts(self) -> tuple[Text, ...]:
        """Every text of the body, with its role and its place."""
        from tollgate.proxy.texts import request_texts  # noqa: PLC0415

        return tuple(request_texts(self._body))

    @cached_property
    def _shown(self) -> Shown:
        from tollgate.proxy.screening import Shown  # noqa: PLC0415
        from tollgate.proxy.verdicts import Verdicts  # noqa: PLC0415

        verdicts = Verdicts(self._organization_id) if self._organization_id else None
        return Shown(self.texts, verdicts)

    def scan(self, ref: DetectorRef) -> Sequence[Match]:
        """What a detector finds, text by text; positions are those of each text.

        Raises `DetectorUnavailable`, and `BadRequest` on a detector that does not exist.
        """
        return [match for matches in self._matches(ref) for match in matches]

    def redacted(self, rules: Sequence[ContentRule]) -> bytes:
        """The body with all that the rules find covered in their style, and all else as it was.

        Where finds overlap the one that begins first, or of two the longer one, gives the label.
        """
        from tollgate.proxy.redaction import Find, changes  # noqa: PLC0415
        from tollgate.proxy.texts import rebuilt  # noqa: PLC0415

        changed: dict[Path, str] = {}
        for number, text in enumerate(self.texts):
            finds = [
                Find(match.start, match.end, match.kind, rule.style)
                for rule in rules
                for ref in rule.detectors
                for match in self._matches(ref)[number]
                if match.confidence >= rule.confidence
            ]
            changed |= changes(text, sorted(finds, key=lambda find: (find.start, -find.end)))
        return encode(rebuilt(self._body, changed))

    def _matches(self, ref: DetectorRef) -> list[list[Match]]:
        """The matches of each text. A detector that gave no answer is not asked again."""
        from tollgate.proxy.screening import catalog_detector  # noqa: PLC0415

        found = self._found.get(ref)
        if found is None:
            open_detector = self._open_detector or catalog_detector
            try:
                found = self._concerning(ref, self._shown.scan(open_detector(ref)))
            except DetectorUnavailable as unavailable:
                found = unavailable
            self._found[ref] = found
        if isinstance(found, DetectorUnavailable):
            raise DetectorUnavailable(*found.args)
        return found

    def _concerning(self, ref: DetectorRef, found: list[list[Match]]) -> list[list[Match]]:
        """What was found in the texts of those whom it is about."""
        texts = zip(self.texts, found, strict=True)
        return [matches if ref.concerns(text.role) else [] for text, matches in texts]

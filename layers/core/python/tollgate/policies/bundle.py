"""All policies of an organization in force: packed by content, indexed by what they can match.

A bundle is immutable and known by its hash. A function keeps the bundle of each organization that
it serves; the organization's stamp, checked by every admission, says when to fetch another.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from typing import Any, Final, NamedTuple

import msgspec

from tollgate.policies.compiled import Compiled, compile_entry
from tollgate.policies.limiting import limits_of
from tollgate.policies.models import CallFacts, Entry, Level, Limits, Subject

_PART_BYTES: Final = 300_000
_KEPT: Final = 4_096
_INDEXED_MODELS: Final = 8
_ENCODER: Final = msgspec.json.Encoder(order="deterministic")


class Candidate(NamedTuple):
    """A policy that may concern a call, and the limits that it sets where nothing changes them."""

    policy: Compiled
    limits: Limits


_Place = tuple[Level, str, str | None]


def pack(entries: Iterable[Entry]) -> tuple[str, list[bytes]]:
    """The hash of the entries (32 hex digits of SHA-256) and their compressed parts.

    Equal entries in any order have one hash. A part is at most 300 kB, which fits a DynamoDB item.
    """
    ordered = sorted(entries, key=lambda entry: (entry.policy_id, entry.version, entry.shadow))
    text = _ENCODER.encode([_values(entry) for entry in ordered])
    packed = zlib.compress(text)
    parts = [packed[i : i + _PART_BYTES] for i in range(0, len(packed), _PART_BYTES)]
    return sha256(text).hexdigest()[:32], parts


def unpack(parts: Sequence[bytes]) -> list[Entry]:
    """The entries that `pack` packed."""
    return [Entry(**values) for values in msgspec.json.decode(zlib.decompress(b"".join(parts)))]


def _values(entry: Entry) -> dict[str, Any]:
    return {
        "policy_id": entry.policy_id,
        "version": entry.version,
        "document": entry.document,
        "from_ms": entry.from_ms,
        "until_ms": entry.until_ms,
        "shadow": entry.shadow,
    }


class Bundle:
    """Entries under their hash; thread-safe, since what it keeps is only ever replaced whole.

    An entry is compiled when a call first needs it, so the work for a call does not depend on how
    many policies there are for others.
    """

    def __init__(self, hash_: str, entries: Iterable[Entry]) -> None:
        self.hash = hash_
        self._actions: dict[tuple[str, int], Mapping[str, Any]] = {}
        self._places: dict[_Place, list[Entry]] = {}
        self._compiled: dict[tuple[str, int, bool], Compiled] = {}
        self._found: dict[Any, tuple[Candidate, ...]] = {}
        for entry in entries:
            self._actions[entry.policy_id, entry.version] = entry.document.get("actions") or {}
            for place in _places(entry):
                self._places.setdefault(place, []).append(entry)

    @property
    def is_empty(self) -> bool:
        return not self._places

    def actions_of(self, policy_id: str, version: int) -> Mapping[str, Any]:
        """The actions of one version's document; none where the bundle lacks it."""
        return self._actions.get((policy_id, version), {})

    def candidates(self, subject: Subject, facts: CallFacts) -> tuple[Candidate, ...]:
        """The policies whose scope and models may concern a call, in their order."""
        key = (
            subject.key_id,
            subject.user_id,
            subject.team_paths,
            subject.roles,
            facts.model,
            facts.provider,
        )
        found = self._found.get(key)
        if found is None:
            found = self._find(subject, facts)
            if len(self._found) >= _KEPT:
                self._found.clear()
            self._found[key] = found
        return found

    def _find(self, subject: Subject, facts: CallFacts) -> tuple[Candidate, ...]:
        scopes = [(Level.ORGANIZATION, ""), (Level.KEY, subject.key_id)]
        scopes += [(Level.USER, subject.user_id)] if subject.user_id else []
        scopes += [(Level.TEAM, team) for team in subject.teams]
        scopes += [(Level.ROLE, role) for role in subject.roles]
        entries = [
            entry
            for level, id_ in scopes
            for model in (None, *facts.model_names)
            for entry in self._places.get((level, id_, model), ())
        ]
        compiled = {(e.policy_id, e.version, e.shadow): self._compile(e) for e in entries}
        ordered = sorted(compiled.values(), key=lambda policy: policy.order)
        return tuple(Candidate(each, limits_of(each, subject, facts)) for each in ordered)

    def _compile(self, entry: Entry) -> Compiled:
        key = (entry.policy_id, entry.version, entry.shadow)
        compiled = self._compiled.get(key)
        if compiled is None:
            compiled = self._compiled[key] = compile_entry(entry)
        return compiled


def _places(entry: Entry) -> list[_Place]:
    scope = entry.document.get("scope") or {}
    level = Level(scope.get("level", Level.ORGANIZATION))
    ids = [""] if level is Level.ORGANIZATION else scope.get("ids") or ()
    models = (entry.document.get("conditions") or {}).get("models") or [None]
    if len(models) > _INDEXED_MODELS or any(m and m.endswith("*") for m in models):
        models = [None]
    return [(level, id_, model) for id_ in ids for model in models]

"""Whether a principal may use a model at all, whatever the policies say.

`llm.use.<text>` means a provider (`openai`), a model (`gpt-4o`, with its dated versions) or, for a
text without punctuation, a family: every model whose name without punctuation begins so (`gpt4` is
GPT-4, GPT-4o and GPT-4.1, `claude` all of Claude).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from tollgate.directory.permission_names import expanded
from tollgate.errors import Forbidden
from tollgate.kit.permissions import Rights, permits
from tollgate.ledger.models import Principal
from tollgate.policies.models import Grant
from tollgate.policies.situation import matches_any
from tollgate.proxy.facts import subject_of
from tollgate.proxy.routing import Routed, names_of

_PREFIX: Final = "llm.use."
_FAMILY: Final = re.compile(r"[a-z0-9]+")
_DATED: Final = re.compile(r"[-@:](\d{4}-\d{2}-\d{2}|\d{8}|\d{4}|latest|v\d+(:\d+)?)")
_PUNCTUATION: Final = re.compile(r"[^a-z0-9]")
_VENDOR: Final = re.compile(r"[./](?=[a-z])")


def authorize_model(
    principal: Principal, model: str, routed: Routed, now_ms: int, address: str | None = None
) -> None:
    """Raises `Forbidden` where neither the key and its owner's roles nor a grant allow the model.

    What a role of the owner denies is denied whatever the key and grants allow.
    """
    grants = [g for g in principal.grants if g.covers(subject_of(principal, now_ms), now_ms)]
    granted = _permissions(grants)
    names = names_of(model, routed)
    if not _allows(principal.permissions | granted, routed, names):
        raise _lacking("this API key", routed)
    if principal.authority is not None:
        rights = principal.authority.rights(now_ms, address)
        if granted:
            rights = Rights(rights.allowed | granted, rights.denied)
        if not may_call(rights, routed, names):
            raise _lacking("the person of this API key", routed)
    if principal.models and not matches_any((*principal.models, *_models(grants)), names):
        raise Forbidden(f"this API key may not use the model {model!r}", param="model")


def may_call(rights: Rights, routed: Routed, names: frozenset[str]) -> bool:
    """Whether these rights allow a model, by all its `names` and its provider."""
    denied = rights.denied
    return _allows(rights.allowed, routed, names) and not (
        denied and _allows(denied, routed, names)
    )


def _allows(permissions: frozenset[str], routed: Routed, names: frozenset[str]) -> bool:
    ours, texts = _read(permissions)
    providers = {routed.provider.name, routed.priced_as}
    if any(permits(ours, f"{_PREFIX}{provider}") for provider in providers):
        return True
    return bool(texts) and any(_is_meant(text, name) for text in texts for name in names)


@lru_cache(maxsize=1024)
def _read(permissions: frozenset[str]) -> tuple[frozenset[str], tuple[str, ...]]:
    """The permissions in our own words, and what stands behind `llm.use.` in them."""
    ours = expanded(permissions)
    texts = (each.removeprefix(_PREFIX).lower() for each in ours if each.startswith(_PREFIX))
    return ours, tuple(texts)


@lru_cache(maxsize=4096)
def _is_meant(text: str, name: str) -> bool:
    # `us.anthropic.claude-3` and `openai/gpt-4o` are also what stands behind vendor and region.
    starts = [0, *(match.end() for match in _VENDOR.finditer(name.lower()))]
    candidates = [name.lower()[start:] for start in starts]
    if _FAMILY.fullmatch(text):
        return any(_PUNCTUATION.sub("", each).startswith(text) for each in candidates)
    return any(
        each == text or (each.startswith(text) and _DATED.fullmatch(each, len(text)))
        for each in candidates
    )


def _lacking(whose: str, routed: Routed) -> Forbidden:
    needed = f"{_PREFIX}{routed.provider.name}"
    return Forbidden(f"{whose} lacks the permission {needed}", param="model")


def _permissions(grants: Iterable[Grant]) -> frozenset[str]:
    return frozenset(
        permission
        for grant in grants
        if grant.kind == "key_scope"
        for permission in grant.permissions
    )


def _models(grants: list[Grant]) -> tuple[str, ...]:
    return tuple(
        model for grant in grants if grant.kind == "model_access" for model in grant.models
    )

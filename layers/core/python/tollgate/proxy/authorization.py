"""Whether a principal may use a model at all, whatever the policies say."""

from __future__ import annotations

from tollgate.errors import Forbidden
from tollgate.kit.permissions import permits
from tollgate.ledger.models import Principal
from tollgate.policies.models import Grant
from tollgate.policies.situation import matches_any
from tollgate.proxy.facts import subject_of
from tollgate.proxy.routing import Routed, names_of


def authorize_model(principal: Principal, model: str, routed: Routed, now_ms: int) -> None:
    """Raises `Forbidden` where neither the key nor a grant allows the provider and the model."""
    grants = [g for g in principal.grants if g.covers(subject_of(principal), now_ms)]
    names = names_of(model, routed)
    needed = f"llm.use.{routed.provider.name}"
    if not permits(principal.permissions | _permissions(grants), needed):
        raise Forbidden(f"this API key lacks the permission {needed}", param="model")
    if principal.models and not matches_any((*principal.models, *_models(grants)), names):
        raise Forbidden(f"this API key may not use the model {model!r}", param="model")


def _permissions(grants: list[Grant]) -> frozenset[str]:
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

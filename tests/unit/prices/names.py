"""Names by which a model of genai-prices can be called."""

from __future__ import annotations

from genai_prices import types


def literals(clause: object) -> list[str]:
    for name in ("equals", "starts_with", "ends_with", "contains"):
        if hasattr(clause, name):
            return [getattr(clause, name)]
    operands = getattr(clause, "or_", None) or getattr(clause, "and_", None) or []
    return [text for operand in operands for text in literals(operand)]


def names_of(model: types.ModelInfo) -> list[str]:
    """Names that the model's own clauses accept, if any can be read from them."""
    regional = [model.id.replace("regional.", f"{region}.") for region in ("us", "eu", "apac")]
    candidates = [model.id, *literals(model.match), *regional]
    return [name for name in candidates if model.is_match(name)]

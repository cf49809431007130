from __future__ import annotations

import pytest

from tollgate.http.openapi import merge


def document(path: str, schema: str) -> dict[str, object]:
    return {
        "paths": {path: {"get": {"operationId": path}}},
        "components": {"schemas": {"Thing": {"type": schema}}},
    }


def test_documents_are_joined() -> None:
    merged = merge([document("/b", "string"), document("/a", "string")])
    assert list(merged["paths"]) == ["/a", "/b"]
    assert {"Thing", "Problem", "FieldProblem"} <= merged["components"]["schemas"].keys()


def test_one_name_for_two_things_is_refused() -> None:
    with pytest.raises(ValueError, match="Thing"):
        merge([document("/a", "string"), document("/b", "number")])


def test_one_operation_declared_twice_is_refused() -> None:
    again = document("/a", "string")
    again["paths"] = {"/a": {"get": {"operationId": "other"}}}
    with pytest.raises(ValueError, match="get"):
        merge([document("/a", "string"), again])

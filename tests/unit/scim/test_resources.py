from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scim2_models import Context, Group

from tollgate.directory.models import Status, User
from tollgate.scim.errors import ScimInvalid
from tollgate.scim.resources import (
    ENTERPRISE,
    Person,
    dumped,
    group_values,
    merged_attributes,
    patched,
    person_of,
    person_values,
    read_person,
)

WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=20
)
ATTRIBUTES = st.dictionaries(
    st.sampled_from([*ENTERPRISE, "given_name", "family_name", "title"]), WORDS
)


def user(**more: Any) -> User:
    values = {"email": "ada@acme.example", "name": "Ada", **more}
    return User(id="usr_1", organization_id="org_1", created_ms=0, **values)


@given(name=WORDS, attributes=ATTRIBUTES, external_id=st.none() | WORDS, active=st.booleans())
def test_what_is_shown_can_be_sent_back_and_changes_nothing(
    name: str, attributes: dict[str, str], external_id: str | None, active: bool
) -> None:
    """What Okta does with every change: it reads a person and puts them back whole."""
    status = Status.ACTIVE if active else Status.SUSPENDED
    known = user(name=name, attributes=attributes, external_id=external_id, status=status)
    shown = dumped(person_of(known, "https://t.example"), Context.RESOURCE_QUERY_RESPONSE, None)
    values = person_values(read_person(shown, Context.RESOURCE_REPLACEMENT_REQUEST))
    assert (values.name, values.email, values.external_id) == (name, known.email, external_id)
    assert (values.active, merged_attributes(known, values)) == (active, attributes)


@pytest.mark.parametrize(
    ("sent", "email", "kept"),
    [
        ({"userName": " Ada@ACME.example "}, "ada@acme.example", {}),
        (
            {"userName": "ada", "emails": [{"value": "ada@acme.example"}]},
            "ada@acme.example",
            {"user_name": "ada"},
        ),
        (
            {
                "userName": "ada@upn.example",
                "emails": [
                    {"value": "home@acme.example", "type": "home"},
                    {"value": "ada@acme.example", "type": "work", "primary": True},
                ],
            },
            "ada@upn.example",
            {"mail": "ada@acme.example"},
        ),
    ],
)
def test_which_address_counts(sent: dict[str, Any], email: str, kept: dict[str, str]) -> None:
    values = person_values(read_person(sent, Context.RESOURCE_CREATION_REQUEST))
    assert (values.email, values.attributes) == (email, kept)


@pytest.mark.parametrize(
    ("sent", "name"),
    [
        ({"displayName": "A", "name": {"formatted": "B", "givenName": "C"}}, "A"),
        ({"name": {"formatted": "B", "givenName": "C"}}, "B"),
        ({"name": {"givenName": "C", "familyName": "D"}}, "C D"),
        ({}, "ada@acme.example"),
        ({"displayName": "x" * 300}, "x" * 100),
    ],
)
def test_which_name_counts(sent: dict[str, Any], name: str) -> None:
    body = {"userName": "ada@acme.example", **sent}
    assert person_values(read_person(body, Context.RESOURCE_CREATION_REQUEST)).name == name


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=10),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["op", "path", "value", "active", "emails", "members", "name"]),
                inner,
                max_size=4,
            )
        ),
        max_leaves=12,
    )
)
def test_no_operation_is_a_fault_of_ours(operation: Any) -> None:
    shown = person_of(user(), "")
    with suppress(ScimInvalid):
        person_values(patched(Person, shown, {"Operations": [operation]}))


def test_a_patch_leaves_what_it_was_given_alone() -> None:
    shown = person_of(user(), "")
    before = shown.model_dump()
    patched(Person, shown, {"Operations": [{"op": "replace", "path": "title", "value": "X"}]})
    assert shown.model_dump() == before


def test_members_count_once() -> None:
    group = Group(display_name=" G ", members=[{"value": "a"}, {"value": "b"}, {"value": "a"}])
    assert group_values(group).member_ids == ("a", "b")
    assert group_values(group).name == "G"

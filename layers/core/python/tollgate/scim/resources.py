"""People and groups in SCIM's shapes, read leniently and written strictly.

What identity providers send beyond the standard, and is accepted: `active` as text, an operation's
name in any case, values without a path whose names are paths, a `remove` that names its members in
`value`, a filter that matches nothing yet, `id` and `schemas` among replaced values, a manager as
plain text, attributes that are not kept here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, Final, TypeVar

from pydantic import TypeAdapter, ValidationError
from scim2_models import (
    Context,
    Email,
    EnterpriseUser,
    Group,
    GroupMember,
    GroupMembership,
    ListResponse,
    Meta,
    Name,
    PatchOp,
    ResponseParameters,
    ScimFilter,
    ScimPolicy,
    User,
)

from tollgate.directory import fields
from tollgate.directory import models as directory
from tollgate.scim import models
from tollgate.scim.errors import ScimInvalid, reading

BASE: Final = "/scim/v2"
Person = User[EnterpriseUser]
LENIENT: Final = ScimPolicy(
    unknown=ScimPolicy.Unknown.ignore,
    remove_value_as_filter=ScimPolicy.RemoveValue.apply,
    unmatched_path_filter=ScimPolicy.UnmatchedPathFilter.create,
)
ENTERPRISE: Final = ("department", "employee_number", "cost_center", "organization", "division")
"""What is kept of the enterprise extension, by the same names among `User.attributes`."""
_KEPT: Final = frozenset({*ENTERPRISE, "given_name", "family_name", "title", "mail", "user_name"})
_MEMBERS: Final = re.compile(r"\bmembers\s+eq\s+", re.IGNORECASE)
_READ_ONLY: Final = frozenset({"id", "schemas", "meta"})
_LONGEST: Final = 256
_LONGEST_NAME: Final = 100
_ADDRESS: Final[TypeAdapter[str]] = TypeAdapter(fields.Email)
Shape = TypeVar("Shape", User[EnterpriseUser], Group)


def person_of(
    user: directory.User, base_url: str, groups: Iterable[models.Group] | None = None
) -> Person:
    """A person as the protocol shows them; `groups` None leaves these out."""
    kept = user.attributes
    shown = Person(
        id=user.id,
        external_id=user.external_id,
        user_name=kept.get("user_name", user.email),
        display_name=user.name,
        name=Name(
            formatted=user.name,
            given_name=kept.get("given_name"),
            family_name=kept.get("family_name"),
        ),
        title=kept.get("title"),
        active=user.status in (directory.Status.ACTIVE, directory.Status.PENDING),
        emails=[Email(value=kept.get("mail", user.email), type="work", primary=True)],
        meta=_meta("User", "Users", user, base_url),
    )
    extension = {name: kept[name] for name in ENTERPRISE if name in kept}
    if extension:
        shown[EnterpriseUser] = EnterpriseUser(**extension)
    if groups is not None:
        shown.groups = [
            GroupMembership(
                value=group.id, display=group.name, ref=f"{base_url}{BASE}/Groups/{group.id}"
            )
            for group in groups
        ] or None
    return shown


def group_of(group: models.Group, base_url: str, member_ids: Iterable[str] | None = None) -> Group:
    """A group as the protocol shows it; `member_ids` None leaves these out."""
    shown = Group(
        id=group.id,
        external_id=group.external_id,
        display_name=group.name,
        meta=_meta("Group", "Groups", group, base_url),
    )
    if member_ids is not None:
        shown.members = [
            GroupMember(value=each, type="User", ref=f"{base_url}{BASE}/Users/{each}")
            for each in member_ids
        ] or None
    return shown


def _meta(kind: str, place: str, entity: directory.User | models.Group, base_url: str) -> Meta:
    return Meta(
        resource_type=kind,
        created=datetime.fromtimestamp(entity.created_ms / 1000, UTC),
        location=f"{base_url}{BASE}/{place}/{entity.id}",
        version=f'W/"{entity.version}"',
    )


def read_person(payload: Mapping[str, Any], context: Context) -> Person:
    """A person that was sent. Raises `ScimInvalid`."""
    with reading(), LENIENT:
        return Person.model_validate(_tidy(payload), scim_ctx=context)


def read_group(payload: Mapping[str, Any], context: Context) -> Group:
    """A group that was sent. Raises `ScimInvalid`."""
    with reading(), LENIENT:
        return Group.model_validate(dict(payload), scim_ctx=context)


def patched(kind: type[Shape], shown: Shape, payload: Mapping[str, Any]) -> Shape:
    """`shown` with the operations of a PATCH. Raises `ScimInvalid`."""
    operations = payload.get("Operations", payload.get("operations"))
    if not isinstance(operations, list) or not operations:
        raise ScimInvalid("a PATCH has Operations", "invalidSyntax")
    tidied = {**payload, "Operations": [_tidy_operation(each) for each in operations]}
    tidied.pop("operations", None)
    after = shown.model_copy(deep=True)
    with reading(), LENIENT:
        change = PatchOp[kind].model_validate(  # type: ignore[valid-type]
            tidied, scim_ctx=Context.RESOURCE_PATCH_REQUEST
        )
        change.patch(after)
    return after


def person_values(sent: Person) -> models.PersonValues:
    """What is kept of a person. Raises `ScimInvalid` when they have no address."""
    user_name = (sent.user_name or "").strip()
    mail = _primary(sent.emails)
    address = _address(user_name) or _address(mail)
    if address is None:
        raise ScimInvalid("userName: an e-mail address, or one among emails")
    name = sent.name or Name()
    parts = " ".join(part for part in (name.given_name, name.family_name) if part)
    extension = sent[EnterpriseUser] or EnterpriseUser()
    attributes = {
        "given_name": name.given_name,
        "family_name": name.family_name,
        "title": sent.title,
        "mail": mail if _address(mail) not in (None, address) else None,
        "user_name": user_name if user_name.lower() != address else None,
        **{each: getattr(extension, each) for each in ENTERPRISE},
    }
    return models.PersonValues(
        email=address,
        name=(sent.display_name or name.formatted or parts or address)[:_LONGEST_NAME],
        external_id=_text(sent.external_id),
        active=sent.active,
        attributes={key: value[:_LONGEST] for key, value in attributes.items() if value},
    )


def merged_attributes(user: directory.User, values: models.PersonValues) -> dict[str, str]:
    """A person's attributes: those that a provider keeps as it says, others as they were."""
    others = {name: value for name, value in user.attributes.items() if name not in _KEPT}
    return {**others, **values.attributes}


def group_values(sent: Group) -> models.GroupValues:
    """What is kept of a group. Raises `ScimInvalid` when it has no name."""
    name = (sent.display_name or "").strip()
    if not 0 < len(name) <= _LONGEST:
        raise ScimInvalid(f"displayName: 1 to {_LONGEST} characters")
    members = dict.fromkeys(each.value for each in sent.members or () if each.value)
    return models.GroupValues(
        name=name, external_id=_text(sent.external_id), member_ids=tuple(map(str, members))
    )


def read_filter(kind: type[Shape], text: str) -> ScimFilter[Any]:
    """A filter on people or groups. Raises `ScimInvalid`."""
    with reading():
        # Entra compares members themselves where the standard compares their values.
        return ScimFilter[kind](_MEMBERS.sub("members.value eq ", text))  # type: ignore[valid-type]


def read_parameters(
    kind: type[Shape], attributes: str | None, excluded: str | None
) -> ResponseParameters[Any] | None:
    """Which attributes are asked for. Raises `ScimInvalid`."""
    if not attributes and not excluded:
        return None
    with reading():
        return ResponseParameters[kind](  # type: ignore[valid-type]
            attributes=attributes or None, excluded_attributes=excluded or None
        )


def dumped(
    shown: User[EnterpriseUser] | Group, context: Context, wanted: ResponseParameters[Any] | None
) -> dict[str, Any]:
    """A resource as JSON."""
    return shown.model_dump(scim_ctx=context, response_parameters=wanted)


def dumped_page(items: list[dict[str, Any]], total: int, start_index: int) -> dict[str, Any]:
    """A page of resources that are JSON already; `start_index` counts from 1."""
    return {
        "schemas": [str(ListResponse.__schema__)],
        "totalResults": total,
        "startIndex": start_index,
        "itemsPerPage": len(items),
        "Resources": items,
    }


def _tidy_operation(operation: Any) -> Any:
    if not isinstance(operation, dict):
        return operation
    value, path = operation.get("value"), operation.get("path")
    if isinstance(value, dict) and not path:
        kept = {name: each for name, each in value.items() if name not in _READ_ONLY}
        return {**operation, "value": _tidy(kept)}
    if isinstance(value, str) and isinstance(path, str) and path.endswith(":manager"):
        return {**operation, "value": {"value": value}}
    return operation


def _tidy(payload: Mapping[str, Any]) -> dict[str, Any]:
    """A manager as plain text becomes the object that the standard wants."""
    tidied = dict(payload)
    for name, value in payload.items():
        if name == str(EnterpriseUser.__schema__) and isinstance(value, dict):
            if isinstance(value.get("manager"), str):
                tidied[name] = {**value, "manager": {"value": value["manager"]}}
        elif name.endswith(":manager") and isinstance(value, str):
            tidied[name] = {"value": value}
    return tidied


def _primary(emails: list[Email] | None) -> str | None:
    ordered = sorted(emails or (), key=lambda each: (not each.primary, each.type != "work"))
    return next((str(each.value) for each in ordered if each.value), None)


def _address(text: str | None) -> str | None:
    try:
        return _ADDRESS.validate_python(text)
    except ValidationError:
        return None


def _text(value: Any) -> str | None:
    return str(value)[:_LONGEST] if value else None

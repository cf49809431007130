"""What groups that come by SCIM mean here."""

from __future__ import annotations

from tollgate.directory.models import Status, Team
from tollgate.provisioning.models import GroupMapping
from tollgate.provisioning.service import SCIM, Source
from tollgate.scim.service.deps import Scim


def source_of(scim: Scim, organization_id: str) -> Source:
    """The mappings of the connections that have them count, and teams by their names.

    A group that no mapping names stands for the active team of the same name, if there is one.
    """
    mappings = [
        mapping
        for connection in scim.connections(organization_id)
        if connection.enabled and connection.scim_groups
        for mapping in connection.group_mappings
    ]
    mapped = {mapping.group.casefold() for mapping in mappings}
    teams = scim.auth.directory.store.everything(Team, organization_id)
    by_name = (
        GroupMapping(team.name, team_ids=(team.id,))
        for team in teams
        if team.status is Status.ACTIVE and team.name.casefold() not in mapped
    )
    return Source(SCIM, (*mappings, *by_name))


def default_roles(scim: Scim, organization_id: str, email: str) -> tuple[str, ...]:
    """The roles that a new person starts with: those of their domain's connection, or none."""
    domain = email.rpartition("@")[2]
    for connection in scim.connections(organization_id):
        if connection.enabled and connection.scim_groups and domain in connection.domains:
            return connection.jit.default_roles
    return ()

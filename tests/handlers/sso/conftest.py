from tests.control_plane import blank, control, other
from tests.identity_provider import github, idp
from tests.sso_plane import plane

__all__ = ["blank", "control", "github", "idp", "other", "plane"]

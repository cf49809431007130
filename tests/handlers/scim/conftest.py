from tests.control_plane import blank, control, other
from tests.scim_plane import scim

__all__ = ["blank", "control", "other", "scim"]

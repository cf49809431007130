from tests.control_plane import control, other
from tests.policies_plane import blank

__all__ = ["blank", "control", "other"]

from tests.control_plane import blank, control, other

__all__ = ["blank", "control", "other"]

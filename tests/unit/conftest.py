"""Unit tests open no socket."""

import pytest
from pytest_socket import disable_socket, enable_socket


@pytest.fixture(autouse=True)
def _no_sockets(request: pytest.FixtureRequest) -> object:
    if request.node.get_closest_marker("loopback"):
        yield
        return
    disable_socket(allow_unix_socket=True)
    yield
    enable_socket()

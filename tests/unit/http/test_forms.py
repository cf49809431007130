from __future__ import annotations

import json
from base64 import b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tollgate.errors import BadRequest, TollgateError, TooLarge, UnsupportedMedia
from tollgate.http.bodies import readable_event
from tollgate.http.forms import LARGEST, form_as_json

TYPE = "multipart/form-data; boundary=X"


def part(name: str, content: bytes, more: str = "") -> bytes:
    head = f'--X\r\nContent-Disposition: form-data; name="{name}"{more}\r\n\r\n'
    return head.encode() + content + b"\r\n"


def test_fields_and_files_by_name() -> None:
    body = part("file", "é,b\r\n".encode(), '; filename="x.csv"') + part("q", b"1") + b"--X--\r\n"
    assert json.loads(form_as_json(body, TYPE)) == {"file": "é,b\r\n", "q": "1"}


@given(st.text(st.characters(exclude_categories=("Cs",)), max_size=300))
def test_a_files_text_arrives_as_it_is(text: str) -> None:
    body = part("file", text.encode(), '; filename="x"') + b"--X--\r\n"
    if "--X" not in text:
        assert json.loads(form_as_json(body, TYPE)) == {"file": text}


@pytest.mark.parametrize(
    ("body", "param"),
    [
        (b"no form", None),
        (part("file", b"a") + part("file", b"b") + b"--X--\r\n", "file"),
        (part("file", b"\xff") + b"--X--\r\n", "file"),
        (b"".join(part(f"f{n}", b"") for n in range(30)) + b"--X--\r\n", None),
    ],
)
def test_a_broken_form_is_refused(body: bytes, param: str | None) -> None:
    with pytest.raises(BadRequest) as refused:
        form_as_json(body, TYPE)
    assert refused.value.param == param


@pytest.mark.parametrize("content_type", ["multipart/form-data", "multipart/form-data; boundary="])
def test_a_form_without_a_boundary_is_refused(content_type: str) -> None:
    with pytest.raises(BadRequest):
        form_as_json(part("file", b"a") + b"--X--\r\n", content_type)


@given(st.binary(max_size=200))
def test_no_body_is_too_odd_to_refuse_properly(body: bytes) -> None:
    try:
        json.loads(form_as_json(body, TYPE))
    except BadRequest:
        return


def event(body: bytes, *, encoded: bool = False) -> dict[str, object]:
    text = b64encode(body).decode() if encoded else body.decode()
    return {"headers": {"Content-Type": TYPE}, "body": text, "isBase64Encoded": encoded}


class TestOfAnEvent:
    form = part("file", b"a") + b"--X--\r\n"

    @pytest.mark.parametrize("encoded", [False, True])
    def test_becomes_json(self, encoded: bool) -> None:
        read = readable_event(
            event(self.form, encoded=encoded), {"content-type": TYPE}, forms_too=True
        )
        assert json.loads(read["body"]) == {"file": "a"}
        assert read["headers"] == {"Content-Type": "application/json"}
        assert read["isBase64Encoded"] is False

    def test_is_refused_where_no_forms_are_taken(self) -> None:
        with pytest.raises(UnsupportedMedia):
            readable_event(event(self.form), {"content-type": TYPE})

    def test_has_a_largest_size(self) -> None:
        large = part("file", b"a" * LARGEST) + b"--X--\r\n"
        with pytest.raises(TooLarge):
            readable_event(event(large), {"content-type": TYPE}, forms_too=True)

    def test_that_is_not_base64_is_refused(self) -> None:
        broken = {"headers": {}, "body": "###", "isBase64Encoded": True}
        with pytest.raises(TollgateError) as refused:
            readable_event(broken, {"content-type": TYPE}, forms_too=True)
        assert refused.value.status == 400

"""A form with files (RFC 7578, `multipart/form-data`) as the JSON object that it stands for."""

from __future__ import annotations

import json
from typing import Final

from tollgate.errors import BadRequest

MEDIA_TYPE: Final = "multipart/form-data"
LARGEST: Final = 4_000_000
"""Bytes; Lambda takes six million characters of which some are the event's own."""

_MOST_FIELDS: Final = 20


def form_as_json(body: bytes, content_type: str) -> str:
    """JSON text of a form's fields by name; what a file holds is text.

    Raises `BadRequest` on a form that is broken, has a field twice or a file that is not UTF-8.
    """
    values: dict[str, str] = {}
    for name, content in _parts(body, content_type):
        if name in values:
            raise BadRequest("a field occurs twice in the form", param=name)
        try:
            values[name] = content.decode()
        except UnicodeDecodeError as error:
            raise BadRequest(
                "this is not UTF-8 text; save the file as UTF-8", param=name
            ) from error
    return json.dumps(values)


def _parts(body: bytes, content_type: str) -> list[tuple[str, bytes]]:
    # Only requests with a form need the parser.
    from python_multipart.exceptions import FormParserError  # noqa: PLC0415
    from python_multipart.multipart import Field, File, create_form_parser  # noqa: PLC0415

    parts: list[tuple[str, bytes]] = []

    def add(name: bytes | None, content: bytes) -> None:
        if len(parts) == _MOST_FIELDS:
            raise BadRequest(f"a form has at most {_MOST_FIELDS} fields")
        parts.append(((name or b"").decode(errors="replace"), content))

    def on_field(field: Field) -> None:
        add(field.field_name, field.value or b"")

    def on_file(file: File) -> None:
        file.file_object.seek(0)
        add(file.field_name, file.file_object.read())

    limits = {"MAX_MEMORY_FILE_SIZE": LARGEST}
    try:
        headers = {"Content-Type": content_type.encode()}
        parser = create_form_parser(headers, on_field, on_file, config=limits)
        parser.write(body)
        parser.finalize()
    except FormParserError as error:
        raise BadRequest("this is not a form that can be read") from error
    return parts

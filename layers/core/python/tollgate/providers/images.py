"""The pixel size of an inline image, read from its header.

Sources: PNG (ISO/IEC 15948, IHDR), GIF89a (logical screen), JPEG (ITU-T T.81, frame header), WebP
(RFC 9649, sections 2.5 to 2.7).
"""

from __future__ import annotations

import binascii
from typing import Final

Size = tuple[int, int]
"""Width and height in pixels."""

_PREFIX_CHARACTERS: Final = 64
_START_OF_FRAME: Final = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


def size_of_base64(data: str) -> Size | None:
    """Width and height of a base64 image, None where the format or the header is not understood."""
    try:
        head = binascii.a2b_base64(data[:_PREFIX_CHARACTERS])
        if head.startswith(b"\xff\xd8"):
            return _jpeg(binascii.a2b_base64(data))
        return _of_header(head)
    except (ValueError, IndexError):
        return None


def size_of_data_url(url: str) -> Size | None:
    """The same for `data:image/…;base64,…`; None for a URL that points elsewhere."""
    if not url.startswith("data:"):
        return None
    form, _, data = url.partition(",")
    return size_of_base64(data) if form.endswith(";base64") else None


def _of_header(head: bytes) -> Size | None:
    if head.startswith(b"\x89PNG\r\n\x1a\n") and head[12:16] == b"IHDR":
        return _known(_big(head[16:20]), _big(head[20:24]))
    if head.startswith((b"GIF87a", b"GIF89a")):
        return _known(_little(head[6:8]), _little(head[8:10]))
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return _webp(head)
    return None


def _webp(head: bytes) -> Size | None:
    form = head[12:16]
    if form == b"VP8X":
        return _known(_little(head[24:27]) + 1, _little(head[27:30]) + 1)
    if form == b"VP8L":
        bits = _little(head[21:25])
        return _known((bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1)
    if form == b"VP8 ":
        return _known(_little(head[26:28]) & 0x3FFF, _little(head[28:30]) & 0x3FFF)
    return None


def _jpeg(data: bytes) -> Size | None:
    position = 2
    while data[position] == 0xFF:
        marker = data[position + 1]
        if marker == 0xFF:
            position += 1
            continue
        if marker in _START_OF_FRAME:
            frame = data[position + 5 : position + 9]
            return _known(_big(frame[2:4]), _big(frame[0:2]))
        position += 2 + max(2, _big(data[position + 2 : position + 4]))
    return None


def _known(width: int, height: int) -> Size | None:
    return (width, height) if width and height else None


def _big(digits: bytes) -> int:
    return int.from_bytes(digits, "big")


def _little(digits: bytes) -> int:
    return int.from_bytes(digits, "little")

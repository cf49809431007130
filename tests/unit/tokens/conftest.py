"""tiktoken as the reference, offline.

Its vocabularies are rebuilt from splintr's. tiktoken itself checks each against the SHA-256 that
OpenAI published (and would download it on a mismatch, which no unit test can), so what is compared
here are two encoders over vocabularies proven to be the same.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import splintr
import tiktoken
from tiktoken import registry

_URL = "https://openaipublic.blob.core.windows.net/encodings/{}.tiktoken"
_TOKENS = {"o200k_base": 199_998, "cl100k_base": 100_256}

Reference = Callable[[str, str], int]


def _vocabulary(name: str) -> bytes:
    tokenizer = splintr.Tokenizer.from_pretrained(name)
    lines = (
        base64.b64encode(bytes(tokenizer.decode_token_bytes(token))) + b" %d\n" % token
        for token in range(_TOKENS[name])
    )
    return b"".join(lines)


@pytest.fixture(scope="session")
def encodings(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tiktoken.Encoding]:
    cache: Path = tmp_path_factory.mktemp("tiktoken")
    for name in _TOKENS:
        key = hashlib.sha1(_URL.format(name).encode()).hexdigest()
        (cache / key).write_bytes(_vocabulary(name))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TIKTOKEN_CACHE_DIR", str(cache))
        patch.setattr(registry, "ENCODINGS", {})
        return {name: tiktoken.get_encoding(name) for name in _TOKENS}


@pytest.fixture(scope="session")
def reference(encodings: dict[str, Any]) -> Reference:
    """`reference(text, encoding)` is tiktoken's count."""
    return lambda text, name: len(encodings[name].encode_ordinary(text))

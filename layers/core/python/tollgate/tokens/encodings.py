"""Exact text counts by OpenAI's published encodings, offline.

splintr carries the vocabularies; which model uses which is tiktoken's table
(https://github.com/openai/tiktoken/blob/main/tiktoken/model.py). Text that spells a special token,
such as `<|endoftext|>`, counts as the ordinary text that it is.
"""

from __future__ import annotations

import re
import threading
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

from tollgate.tokens.slices import slices

if TYPE_CHECKING:
    from splintr import AnyTokenizer

DEFAULT: Final = "o200k_base"

_ENCODINGS: Final = (
    (r"(gpt-4o|gpt-4\.1|o1|o3|o4-mini)(-|$)|(gpt-4\.5|chatgpt-4o|gpt-oss)-", "o200k_base"),
    (r"gpt-5|ft:gpt-4o", "o200k_base"),
    (r"(gpt-4|gpt-3\.5-turbo|gpt-35-turbo)(-|$)|gpt-3\.5$|(davinci|babbage)-002$", "cl100k_base"),
    (r"text-embedding-(ada-002|3-small|3-large)$", "cl100k_base"),
    (r"ft:(gpt-4|gpt-3\.5-turbo|davinci-002|babbage-002)", "cl100k_base"),
)
_FORGET_AFTER: Final = 4_000_000
"""Characters after which the tokenizer's cache of words is dropped. It keeps thousands of words,
however long, so without this a stream of long made-up ones would fill the memory."""


_LOADING: Final = threading.Lock()


class _Encoding:
    """One loaded vocabulary, shared by all calls of the process.

    It takes some 30 MB and 40 ms to load, and at the first word that is not a token by itself
    another 20 MB and 100 ms to index its merges.
    """

    def __init__(self, name: str) -> None:
        from splintr import Tokenizer  # noqa: PLC0415 - only a counted call should pay for it

        self._tokenizer: AnyTokenizer = Tokenizer.from_pretrained(name)
        self._seen = 0
        # The first word that is no token indexes the merges; threads that did it together would
        # each hold the interpreter for as long.
        self.count("unutterably")

    def count(self, text: str) -> int:
        self._seen += len(text)
        if self._seen > _FORGET_AFTER:
            self._tokenizer.clear_cache()
            self._seen = len(text)
        return len(self._tokenizer.encode_ordinary(text))


def preload(model: str = "") -> None:
    """Does now, such as at the start of a function, what the first count would have to wait for."""
    _encoding(encoding_of(model) or DEFAULT)


@lru_cache(maxsize=1_024)
def encoding_of(model: str) -> str | None:
    """The encoding that tiktoken names for an OpenAI model; None where it names none known here."""
    name = model.lower()
    return next((encoding for pattern, encoding in _ENCODINGS if re.match(pattern, name)), None)


def measure(text: str, encoding: str) -> tuple[int, int]:
    """`(tokens, upper bound)` of a text: equal, and exact, unless the text holds a stretch of over
    64 K characters without a word boundary. Of such a stretch only the beginning is counted, the
    tokens are extrapolated from it, and its bound is its bytes.
    """
    tokenizer = _encoding(encoding)
    tokens = bound = 0
    for piece in slices(text):
        counted = tokenizer.count(piece.text)
        if piece.length == len(piece.text):
            tokens += counted
            bound += counted
        else:
            tokens += min(piece.size, -(-counted * piece.length // len(piece.text)))
            bound += piece.size
    return tokens, bound


def count_text(text: str, model: str = "") -> int:
    """Tokens of a text in the model's encoding, o200k_base where that is not known."""
    return measure(text, encoding_of(model) or DEFAULT)[0]


def _encoding(name: str) -> _Encoding:
    with _LOADING:
        return _load(name)


@cache
def _load(name: str) -> _Encoding:
    return _Encoding(name)

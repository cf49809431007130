"""What a character looks like: invisible ones vanish, look-alikes become the Latin letter or digit.

A folded text is only ever searched, never shown: folding loses what tells real scripts apart.
"""

# ruff: noqa: RUF001 - look-alikes are what this is about

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Final

_LONGEST: Final = 4
"""Characters that one may become. U+FDFA would be eighteen, and make a text as much longer."""

_LOOK_ALIKES: Final = {
    # Cyrillic
    "A": "А", "B": "ВѢ", "C": "СҪ", "E": "ЕЀЁ", "F": "Ғ", "G": "Ԍ", "H": "НҢҤ", "I": "ІӀЇ",
    "J": "Ј",
    "K": "КҚҜҞЌ", "M": "МӍ", "N": "Ѝ", "O": "ОӨ", "P": "РҎ", "Q": "Ԛ", "S": "Ѕ", "T": "ТҬ",
    "V": "Ѵ", "W": "Ԝ", "X": "ХҲӼ", "Y": "УҮҰЎ", "Z": "З",
    "a": "аӑӓ", "b": "Ьь", "c": "сҫ", "d": "ԁ", "e": "еѐёҽ", "f": "ғ", "h": "һҺ", "i": "іїӏ",
    "j": "ј", "k": "кқҝҟќ", "m": "мӎ", "n": "пԥ", "o": "оөӧ", "p": "рҏ", "q": "ԛ", "r": "г",
    "s": "ѕ", "t": "тҭ", "u": "ц", "v": "ѵ", "w": "ԝшѡ", "x": "хҳӽ", "y": "уүұў", "z": "з",
}  # fmt: skip
_GREEK: Final = dict(
    zip(
        "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧϹϺαβεγικνορτυχϲϳωηάέίόύ",
        "ABEZHIKMNOPTYXCMaßeyikvoptuxcjwnaeiou".replace("ß", "b"),
        strict=True,
    )
)
_OTHERS: Final = {
    # Latin letters outside ASCII that are read as their base: small capitals, strokes, dotless
    **dict(zip("ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘꞯʀꜱᴛᴜᴠᴡʏᴢ", "abcdefghijklmnopqrstuvwyz", strict=True)),
    **dict(zip("ɑɡıȷɩʋɯʍƖǀℓƅɒɐɛɜɔɾʐʂᎥᏂᎻ", "agijivwmIllbaaeecrzsihH", strict=True)),
    **dict(zip("łŁøØđĐħĦŧŦƀɓɗɖƙƚŋ", "lLoOdDhHtTbbddkln", strict=True)),
    # Armenian, Cherokee and Lisu capitals
    **dict(zip("օոսհցգԁՕՍՏՈզքԼյ", "onuhggdOUSnqpLj", strict=True)),
    **dict(zip("ᎪᏴᏟᎠᎬᎶᎢᎫᏦᏞᎷᏃᏢᏒᏚᏙᏔᎩ", "ABCDEGTJKLMZPRSVWY", strict=True)),
    **dict(zip("ꓐꓑꓓꓖꓗꓙꓚꓜꓝꓟꓠꓡꓢꓣꓤꓦꓧꓪꓫꓬꓮꓰꓲꓳꓴ", "BPDGKJCZFMNLSRRVHWXYAEIOU", strict=True)),
    # Punctuation: quotation marks, primes, slashes, colons, full stops, at signs
    **dict.fromkeys("‘’‚‛′ʹʻʼˈ`´", "'"),
    **dict.fromkeys("“”„‟″«»", '"'),
    **dict.fromkeys("⁄∕╱", "/"),
    **dict.fromkeys("ː˸։׃∶", ":"),
    **dict.fromkeys("․۔。", "."),
    **dict.fromkeys("−⁃˗", "-"),
    "\u2028": "\n",
    "\u2029": "\n",
    "\u2800": " ",
}  # fmt: skip

_ALPHABETS: Final = ("LATIN", "GREEK", "CYRILLIC")
"""First words of the names of letters that are written without loose marks."""
_BLANK_LETTERS: Final = frozenset("\u115f\u1160\u3164\uffa0\u034f\u2061\u2062\u2063\u2064")
_BYTES_AS_MARKS: Final = ((0xFE00, 0xFE0F), (0xE0100, 0xE01EF), (0x180B, 0x180F))
_DRAWN_LETTERS: Final = ((0x1F130, "A"), (0x1F150, "A"), (0x1F170, "A"), (0x1F1E6, "A"))
"""First of 26 squared, negative circled, negative squared and regional indicator letters."""


def _table() -> dict[str, str]:
    table = {look: letter for letter, looks in _LOOK_ALIKES.items() for look in looks}
    for first, letter in _DRAWN_LETTERS:
        table.update({chr(first + n): chr(ord(letter) + n) for n in range(26)})
    return table | _GREEK | _OTHERS


_TABLE: Final = {look: letter for look, letter in _table().items() if not look.isascii()}


def is_invisible(character: str) -> bool:
    """Whether a character outside ASCII shows nothing and takes no room: format characters, tags,
    variation selectors, fillers."""
    code = ord(character)
    return (
        unicodedata.category(character) in ("Cf", "Cc")
        or character in _BLANK_LETTERS
        or any(first <= code <= last for first, last in _BYTES_AS_MARKS)
        or 0xE0000 <= code <= 0xE0FFF
    )


def is_mark(character: str) -> bool:
    """Whether it is drawn onto the character before it."""
    return unicodedata.combining(character) != 0


@lru_cache(maxsize=8192)
def without_marks(character: str) -> str:
    """The letter under the accents of a character that has some; every other one as it is."""
    apart = unicodedata.normalize("NFD", character)
    return apart[0] if len(apart) > 1 and all(map(is_mark, apart[1:])) else character


@lru_cache(maxsize=8192)
def fold(character: str) -> str:
    """What a character reads as: NFKC, then its look-alike; nothing if invisible.

    Digits of every script become ASCII ones, dashes a hyphen, blanks a space. A mark is left to
    `compose`.
    """
    if known := _TABLE.get(character):
        return known
    if is_invisible(character):
        return ""
    category = unicodedata.category(character)
    if category == "Nd":
        return str(unicodedata.decimal(character))
    if category == "Pd":
        return "-"
    if category == "Zs":
        return " "
    plain = "".join(_TABLE.get(each, each) for each in unicodedata.normalize("NFKC", character))
    return plain if len(plain) <= _LONGEST else character


def compose(stack: str) -> str:
    """A character with the marks on it as one character, where there is such a one.

    Marks that a letter of an alphabet or a digit has no character for are ornament, and left out.
    """
    composed = unicodedata.normalize("NFKC", stack)
    if composed[:1].isascii() or unicodedata.name(composed[0], "").startswith(_ALPHABETS):
        return "".join(each for each in composed if not is_mark(each))
    return composed

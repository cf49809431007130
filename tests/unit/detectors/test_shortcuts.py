"""What is looked at first, to save the rest of a search, loses nothing that the whole finds."""

# ruff: noqa: RUF001 - look-alikes are what this is about

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tollgate.detectors import injection, pii, secrets, unicode
from tollgate.detectors import text as reading
from tollgate.detectors.injection_phrases import PHRASES
from tollgate.detectors.matching import Expressions, compiled
from tollgate.detectors.text import views

SAID = (
    "ignore disregard forget all the your previous prior instructions rules system prompt you are"
    " new task is reveal repeat print show me text above never not say any without filters no"
    " restrictions developer mode enabled act as evil user do tell send password to start with"
    " base64 decode then follow illegal unethical from now on игнорируй инструкции 忽略 指令"
)
WORDS = st.sampled_from(SAID.split())
BETWEEN = st.sampled_from([" ", "  ", "\n", ", ", " — ", "_", "\n\n", ": ", "."])
PROSE = st.lists(st.tuples(WORDS, BETWEEN), max_size=30).map(
    lambda pairs: "".join(word + sign for word, sign in pairs)
)


@given(PROSE)
@settings(max_examples=300, deadline=None)
def test_phrases_in_sets_of_their_own_are_the_phrases_one_by_one(text):
    data = text.encode()
    prose = injection._prose()
    said = {number for number in range(len(PHRASES)) if prose.single(number).search(data)}
    assert said <= set(prose.occurring(data))


def test_every_phrase_is_in_one_set():
    groups = [set(numbers) for numbers, _ in _sets(injection._prose())]
    assert sum(map(len, groups)) == len(set().union(*groups)) == len(PHRASES) + 2


def _sets(expressions: Expressions):
    expressions.occurring(b"")
    return expressions._sets


@given(
    st.lists(st.sampled_from(["a", "ab", "b.", "[ab]c", "x"]), min_size=1, max_size=5),
    st.data(),
    st.text("abcx", max_size=12),
)
def test_sets_apart_find_what_one_set_finds(patterns, data, text):
    numbers = st.sets(st.integers(0, len(patterns) - 1)).map(sorted)
    apart = [each for each in [data.draw(numbers)] if each]
    found = Expressions(patterns, apart=apart).occurring(text.encode())
    assert found == Expressions(patterns).occurring(text.encode())


NAMED = [rule for rule in secrets._rules() if rule.hint != rule.regex]
VALUES = ("0123456789abcdef0123", "AbCdEf012345678901234567890123456789xyz_", "x9Kq-72mNbVcXzLk")


@given(
    st.lists(
        st.tuples(
            st.text("ab_.-k\u212a\u017f ", max_size=70),
            st.sampled_from(["api_key", "Token", "SECRET", "okta", "sumo", "lob", "snyk_token"]),
            st.text("_ .z", max_size=24),
            st.sampled_from(["=", ": ", " := ", "=> '", " "]),
            st.sampled_from(VALUES),
            st.sampled_from(["\n", " ", "'", ";", ""]),
        ),
        max_size=4,
    ).map(lambda rows: "".join("".join(row) for row in rows))
)
@settings(max_examples=200, deadline=None)
def test_a_name_looked_for_backwards_is_the_name(text):
    data = text.encode()
    for rule in NAMED:
        if rule.name in ("generic-api-key", "okta-access-token", "sumologic-access-id"):
            spans = [found.span() for found in compiled(rule.regex).finditer(data)]
            assert [found.span() for found in rule.found(data)] == spans


ORDINARY = {
    "generic-api-key": "api_key = 'x9Kq72mNbVcXzLk0Pq'",
    "hashicorp-tf-password": 'password = "abc123def456"',
    "twilio-api-key": "SK" + "0123456789abcdef" * 2,
    "jwt": "eyJhbGciOiJIUzI1NiIsIn.eyJzdWIiOiIxMjM0NTY3ODkw.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9P",
    "vault-service-token": "s." + "Ab3dEf9hIj2lMn8pQr5tUv7x",
    "password-in-text": "the password is hunter2!x",
    "kubernetes-secret-yaml": "kind: Secret\ndata:\n  name: " + "QWxhZGRpbjpvcGVuIHNlc2FtZQ==",
}


def test_rules_with_an_ordinary_keyword_are_tried_without_it():
    assert {rule.name for rule in secrets._rules() if rule.is_ordinary} == ORDINARY.keys()
    for name, text in ORDINARY.items():
        matched = [rule for rule in secrets._rules() if rule.name == name]
        assert any(list(rule.found(text.encode())) for rule in matched), name
        assert any(word in text.lower() for rule in matched for word in rule.keywords), name


STRANGE = st.text(
    st.sampled_from(
        "ab 1АеοΑՏᎠ𝐚𝐛Ⓐ🇦\u200b\u200d\u00ad\u202e\u2066\u2069\ufe0f\U000e0041\U000e0101—…é\x00\ud800"
    ),
    max_size=40,
)


@given(STRANGE)
@settings(max_examples=300)
def test_finders_that_are_not_asked_find_nothing(text):
    everything = [match for _, find in unicode._FINDERS for match in find(text)]
    assert unicode.open({}).scan(text) == ([] if text.isascii() else sorted(everything))


@given(STRANGE)
def test_foreign_characters_are_those_outside_printable_ascii(text):
    (raw, *_) = views(text)
    plain = set("\t\n\v\f\r") | set(map(chr, range(0x20, 0x7F)))
    assert raw.foreign == {each for each in raw.data.decode() if each not in plain}


@pytest.mark.parametrize("order", [("pii", "phi", "financial"), ("financial", "pii", "phi")])
def test_rules_that_detectors_share_find_the_same_for_each(order):
    text = "SSN 123-45-6789, born 3 May 1980, card 4111 1111 1111 1111, call 212-555-0123 " * 3
    detectors = {
        "pii": pii.open({}),
        "phi": pii.open({"kinds": ["pii.ssn", "pii.date_of_birth"]}),
        "financial": pii.open({"kinds": ["pii.credit_card"]}),
    }
    alone = {name: detectors[name].scan((text + ".")[:-1]) for name in order}
    shared = "".join(list(text))
    assert {name: detectors[name].scan(shared) for name in order} == alone
    assert all(alone.values())


def test_the_texts_of_a_call_are_read_once_and_not_kept_without_end(monkeypatch):
    read = []
    original = reading._read
    monkeypatch.setattr(reading, "_read", lambda view: read.append(view) or original(view))
    texts = [f"message {number}" for number in range(20)]
    for _ in range(3):
        for text in texts:
            views(text)
    assert len(read) == 20
    large = "x" * (reading._MOST_KEPT + 1)
    views(large)
    assert len(reading._KEPT._views) == 1
    assert reading._KEPT._size == len(large)

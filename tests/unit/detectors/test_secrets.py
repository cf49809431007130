"""Secrets are found, examples and placeholders are not. Keys are put together here, never written:
a scanner of this repository would find them too."""

from __future__ import annotations

import base64
import json
import random
import string
import unicodedata

import pytest
import re2

from tests.unit.detectors.growth import MEGABYTE, growth, repeated
from tests.unit.detectors.hiding import HIDINGS, nested
from tollgate.detectors import build_secrets, catalog, secrets
from tollgate.detectors.models import DetectorRef
from tollgate.errors import BadRequest

ALNUM = string.ascii_letters + string.digits


def made(size: int, alphabet: str = ALNUM) -> str:
    return "".join(random.Random(size).choices(alphabet, k=size))


AWS = "AKIA" + made(16, string.ascii_uppercase + "234567")
GITHUB = "gh" + "p_" + made(36)
STRIPE = "sk_" + "live_" + made(24)
SLACK = "xox" + "b-" + made(12, string.digits) + "-" + made(12, string.digits) + made(24)
JWT = f"ey{made(30)}.ey{made(40)}.{made(43)}"
BEGIN, END = "-----BEGIN RSA PRIVATE" + " KEY-----", "-----END RSA PRIVATE" + " KEY-----"
PEM = "\n".join([BEGIN, *(made(64) for _ in range(4)), END])


def said(text: str, name: str = "secrets") -> list[tuple[str, str]]:
    found = catalog.open_detector(DetectorRef(name)).scan(text)
    return [(match.kind, text[match.start : match.end]) for match in found]


@pytest.mark.parametrize(
    ("kind", "text", "found"),
    [
        ("aws-access-token", f"id {AWS} here", AWS),
        ("github-pat", f"token={GITHUB}", GITHUB),
        ("stripe-access-token", f'"{STRIPE}"', STRIPE),
        ("slack-bot-token", f"use {SLACK}", SLACK),
        ("jwt", f"Bearer {JWT} ", JWT),
        ("private-key", f"key:\n{PEM}\nend", PEM),
        ("private-key", f"{BEGIN}\n{made(64)}", f"{BEGIN}\n{made(64)}"),
        ("generic-api-key", f'api_key = "{made(32)}"', made(32)),
        ("url-credentials", "postgres://app:s3cr3t-P4ss@db.internal/x", "s3cr3t-P4ss"),
        ("password-in-text", "The password is W!nter2024, ok?", "W!nter2024"),
        ("password-in-text", 'password: "hunter2!x"', "hunter2!x"),
    ],
)
def test_what_is_found(kind, text, found):
    assert said(text) == [(f"secrets.{kind}", found)]


@pytest.mark.parametrize(
    "text",
    [
        "AKIAIOSFODNN7EXAMPLE",
        "ghp_" + "x" * 36,
        "api_key = os.environ['API_KEY']",
        'api_key = "your_api_key_here_please"',
        "password: changeme",
        "the password is required, and the password was reset",
        "postgres://user:password@localhost/db https://user:${PASSWORD}@host",
        "https://example.com/a:b@c",
        "public_key_id = primary",
        "-----BEGIN PRIVATE" + " KEY-----...",
        "monkey = banana; keyboard: qwertyuiop",
        "commit 3b18e512dba79e4c8300dd08aeb37f8e728b8dad",
    ],
)
def test_what_is_not_found(text):
    assert said(text) == []


@pytest.mark.parametrize("hiding", HIDINGS)
def test_a_secret_is_found_in_hiding(hiding):
    hidden = HIDINGS[hiding](GITHUB)
    text = f"Überprüfe «{hidden}» bitte"
    assert hidden.strip("\u0336") in [found.strip("\u0336") for _, found in said(text)]


@pytest.mark.parametrize("accent", "\u0301\u0300\u0302\u0308\u0327\u0323\u030c")
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_accents_on_its_letters_hide_no_secret(accent, form):
    hidden = unicodedata.normalize(form, "".join(f"{each}{accent}" for each in GITHUB))
    [(kind, found)] = said(f"Überprüfe «{hidden}» bitte")
    assert (kind, unicodedata.normalize(form, found)) == ("secrets.github-pat", hidden)


def test_accents_are_looked_through_in_what_is_encoded():
    hidden = unicodedata.normalize("NFC", "".join(f"{each}\u0301" for each in GITHUB))
    encoded = base64.b64encode(hidden.encode()).decode()
    assert said(f"ici: {encoded}") == [("secrets.github-pat", encoded)]


def test_a_secret_is_found_through_json_in_json():
    [(kind, found)] = said(nested(f'export "TOKEN"\n{GITHUB}\n', 3))
    assert (kind, found) == ("secrets.github-pat", GITHUB)


def test_one_rule_can_be_asked_for_alone():
    text = f"{AWS} {GITHUB}"
    assert said(text, "secrets.github-pat") == [("secrets.github-pat", GITHUB)]
    assert catalog.open_detector(DetectorRef("secrets.github-pat")).look_behind == 80
    with pytest.raises(BadRequest, match="no rule"):
        catalog.open_detector(DetectorRef("secrets.nothing"))
    with pytest.raises(BadRequest, match="no setting"):
        secrets.open({"rules": ["jwt"]})


def test_a_text_in_pieces_holds_no_less():
    detector = catalog.open_detector(DetectorRef("secrets"))
    text = f"{'word ' * 300}{AWS} {'word ' * 300}{STRIPE} and {JWT} {'word ' * 90}"
    whole = {(m.start, m.end, m.kind) for m in detector.scan(text)}
    for step in (100, 333, 1_000):
        pieces = set()
        for end in range(step, len(text) + step, step):
            start = max(0, end - step - detector.look_behind)
            pieces |= {
                (m.start + start, m.end + start, m.kind) for m in detector.scan(text[start:end])
            }
        assert len(whole) == 3
        assert whole <= pieces


@pytest.mark.parametrize(
    "piece",
    [
        "key = ",
        "password is ",
        "curl -u a:",
        BEGIN,
        f"api_key='{made(24)}' ",
        "kind: secret data: ",
    ],
)
def test_time_grows_with_the_text(piece):
    assert growth(catalog.open_detector(DetectorRef("secrets")), repeated(piece), MEGABYTE // 8) < 8


def test_every_rule_of_the_table_compiles_and_says_where_it_is_from():
    table = json.loads(build_secrets.TABLE.read_text(encoding="utf-8"))
    assert table["notice"] == build_secrets.NOTICE
    assert len(table["rules"]) > 200
    assert all(re2.compile(rule["regex"]) for rule in table["rules"])
    assert all(rule["keywords"] for rule in table["rules"])
    assert len(secrets.rule_names()) >= len(table["rules"])


def test_a_table_is_made_of_what_concerns_text():
    made_of = {
        "allowlist": {"regexes": ["^x$"], "stopwords": ["Foo"], "paths": ["go.sum"]},
        "rules": [
            {"id": "file", "path": "p12$"},
            {
                "id": "a",
                "regex": "a(b)",
                "keywords": ["a"],
                "entropy": 3,
                "secretGroup": 1,
                "description": "said",
                "allowlists": [
                    {"paths": ["x"]},
                    {"condition": "AND", "paths": ["x"], "regexes": ["y"]},
                    {"regexTarget": "line", "regexes": ["z"]},
                ],
            },
        ],
    }
    table = build_secrets.table(made_of)
    assert table["allow"] == {"target": "secret", "regexes": ["^x$"], "stopwords": ["foo"]}
    assert table["rules"] == [
        {
            "id": "a",
            "regex": "a(b)",
            "keywords": ["a"],
            "entropy": 3,
            "group": 1,
            "allow": [{"target": "line", "regexes": ["z"], "stopwords": []}],
        }
    ]
    assert json.loads(build_secrets.encoded(table)) == table


def test_the_table_is_written(tmp_path, monkeypatch):
    source = tmp_path / "rules.toml"
    source.write_text('[allowlist]\n[[rules]]\nid = "a"\nregex = "b"\nkeywords = ["b"]\n')
    monkeypatch.setattr(build_secrets, "TABLE", tmp_path / "table.json")
    build_secrets.main([str(source)])
    assert [rule["id"] for rule in json.loads(build_secrets.TABLE.read_text())["rules"]] == ["a"]
    with pytest.raises(SystemExit):
        build_secrets.main([])

"""Every detector opens by its name, its category's or an alias; nothing else does."""

from __future__ import annotations

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from tollgate.detectors import catalog
from tollgate.detectors.models import DetectorRef
from tollgate.detectors.pii import kinds_known
from tollgate.errors import BadRequest

CONFIGS = {
    "pattern": {"pattern": "a"},
    "keywords": {"words": ["a"]},
    "canary": {"tokens": ["canary-7f3a91c2d4"]},
    "remote.webhook": {"url": "https://example.com/hook", "key": "k"},
    "remote.bedrock": {"guardrail_id": "abcdefghij", "guardrail_version": "1"},
}


@pytest.mark.parametrize("name", [name for name in catalog.names() if name not in CONFIGS])
def test_every_name_opens_a_detector_that_scans(name):
    detector = catalog.open_detector(DetectorRef(name))
    assert detector.look_behind > 0
    if not name.startswith("remote."):
        assert list(detector.scan("nothing to see")) == []


@pytest.mark.parametrize("name", ["pattern", "keywords"])
def test_configured_detectors_open_with_their_configuration(name):
    ref = DetectorRef(name, json.dumps(CONFIGS[name]))
    assert [match.start for match in catalog.open_detector(ref).scan("x a")] == [2]


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("PII", "pii"),
        ("personal_identifiable_information", "pii"),
        ("PHI", "phi"),
        ("protected_health_information", "phi"),
        ("Financial Data", "financial"),
        ("credentials", "secrets"),
        ("jailbreak", "injection"),
        ("ssn", "pii.ssn"),
        ("credit_card", "pii.credit_card"),
        ("Credit-Card", "pii.credit_card"),
        ("email", "pii.email"),
        ("phone", "pii.phone"),
        ("iban", "pii.iban"),
        ("secrets.github-pat", "secrets.github-pat"),
        ("pii.email", "pii.email"),
        ("no such thing", "no such thing"),
    ],
)
def test_names_have_one_form(name, known):
    assert catalog.canonical(name) == known


def test_categories_are_made_of_kinds_that_there_are():
    for name, kinds in catalog.CATEGORIES.items():
        assert set(kinds) <= set(kinds_known())
        assert len(set(kinds)) == len(kinds) > 1
        assert catalog.expand(name) == kinds
    assert {kind for kinds in catalog.CATEGORIES.values() for kind in kinds} == set(kinds_known())
    assert catalog.expand("secrets") == ("secrets",)
    assert catalog.expand("ssn") == ("pii.ssn",)
    assert set(catalog.NAMED_PATTERNS.values()) <= set(kinds_known())


def test_a_category_finds_its_kinds_alone():
    text = "card 4111 1111 1111 1111, mail a@example.com"
    kinds = {
        name: [match.kind for match in catalog.open_detector(DetectorRef(name)).scan(text)]
        for name in ("pii", "financial", "contact", "pii.email", "phi")
    }
    assert kinds == {
        "pii": ["pii.credit_card", "pii.email"],
        "financial": ["pii.credit_card"],
        "contact": ["pii.email"],
        "pii.email": ["pii.email"],
        "phi": [],
    }


@pytest.mark.parametrize(
    ("name", "meant"),
    [("pii.emial", "pii.email"), ("creditcard", "pii.credit_card"), ("sekrets", "secrets")],
)
def test_an_unknown_name_is_refused_with_what_was_meant(name, meant):
    with pytest.raises(BadRequest, match=meant) as caught:
        catalog.open_detector(DetectorRef(name))
    assert repr(name) in caught.value.message
    with pytest.raises(BadRequest):
        catalog.expand(name)


def test_a_name_like_no_other_is_refused():
    with pytest.raises(BadRequest, match=r"'zzzz'$"):
        catalog.check(DetectorRef("zzzz"))


@pytest.mark.parametrize("config", ["{", "[]", '"text"', '{"nonsense": 1}'])
def test_a_configuration_that_does_not_fit_is_refused(config):
    for name in ("pii", "secrets", "pattern", "keywords"):
        with pytest.raises(BadRequest):
            catalog.open_detector(DetectorRef(name, config))


def test_saving_looks_at_more_than_opening():
    dear = DetectorRef("pattern", json.dumps({"pattern": "a[ab]{500}c"}))
    catalog.open_detector(dear)
    with pytest.raises(BadRequest, match="takes too long"):
        catalog.check(dear)
    catalog.check(DetectorRef("pii"))


def test_a_detector_is_opened_once_whoever_asks():
    ref = DetectorRef("pattern", json.dumps({"pattern": "once"}))
    first = catalog.open_detector(ref)
    with ThreadPoolExecutor(8) as pool:
        assert all(each is first for each in pool.map(catalog.open_detector, [ref] * 50))
        text = "a@example.com 4111111111111111"
        names = [DetectorRef("phi"), DetectorRef("contact"), DetectorRef("secrets")] * 20
        found = list(pool.map(lambda each: catalog.open_detector(each).scan(text), names))
    assert found == [found[0], found[1], found[2]] * 20


def test_heavy_libraries_are_loaded_by_what_needs_them():
    """A cold start pays for telephone numbers and secret rules only where a policy has them."""
    program = (
        "import sys; from tollgate.detectors import catalog as c, models as m;"
        "c.open_detector(m.DetectorRef('pattern', '{\"pattern\": \"a\"}')).scan('text');"
        "heavy = {'phonenumbers', 'stdnum', 'tollgate.detectors.secrets', 'difflib', 'pydantic'};"
        "print(sorted(heavy & set(sys.modules)))"
    )
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"

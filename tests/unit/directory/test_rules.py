from __future__ import annotations

import json
import string
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tollgate.directory import rules
from tollgate.directory.models import ApiKey, Status, Team
from tollgate.errors import BadRequest, Unauthenticated
from tollgate.kit.base62 import DIGITS, new_secret
from tollgate.kit.ids import new_id
from tollgate.ledger.models import Budget, Period

ORGANIZATION = "org_01jd3v6k8mx2q4r7tn5w"
KEY = "key_01jd3v6k8mx2q4r7tn5x"


def team(team_id: str, parent: str | None = None) -> Team:
    return Team(
        id=team_id, organization_id=ORGANIZATION, name=team_id, parent_team_id=parent, created_ms=0
    )


class TestToken:
    def test_has_the_shape_that_scanners_know(self) -> None:
        token = rules.make_token(ORGANIZATION, KEY, new_secret())
        assert token.startswith("tg_live_01jd3v6k8mx2q4r7tn5w01jd3v6k8mx2q4r7tn5x_")
        assert len(token) == 8 + 40 + 1 + 43 + 6

    def test_a_known_token(self) -> None:
        assert rules.make_token(ORGANIZATION, KEY, "a" * 43)[-6:] == "2Yik1j"

    @given(st.text(DIGITS, min_size=43, max_size=43))
    def test_parse_inverts_make(self, secret: str) -> None:
        token = rules.make_token(ORGANIZATION, KEY, secret)
        assert rules.parse_token(token) == (ORGANIZATION, KEY, secret)

    def test_fresh_ids_round_trip(self) -> None:
        organization_id, key_id, secret = new_id("org"), new_id("key"), new_secret()
        token = rules.make_token(organization_id, key_id, secret)
        assert rules.parse_token(token) == (organization_id, key_id, secret)

    @given(st.integers(0, 97), st.sampled_from(string.printable + "éß"))
    def test_any_one_changed_character_is_refused(self, place: int, character: str) -> None:
        token = rules.make_token(ORGANIZATION, KEY, "b" * 43)
        changed = token[:place] + character + token[place + 1 :]
        if changed != token:
            with pytest.raises(Unauthenticated):
                rules.parse_token(changed)

    @given(st.text(max_size=120))
    def test_anything_else_is_refused(self, text: str) -> None:
        with pytest.raises(Unauthenticated):
            rules.parse_token(text)

    def test_only_the_same_secret_and_pepper_match(self) -> None:
        stored = rules.hash_secret(b"pepper", "secret")

        def matches(pepper: bytes, secret: str) -> bool:
            return rules.is_secret(rules.hash_secret(pepper, secret), stored, None, None, 0)

        assert matches(b"pepper", "secret")
        assert not matches(b"pepper", "Secret")
        assert not matches(b"salt", "secret")

    def test_its_module_stays_light(self) -> None:
        script = "import sys, json, tollgate.directory.rules; print(json.dumps(list(sys.modules)))"
        run = subprocess.run(
            [sys.executable, "-c", script], capture_output=True, text=True, check=True
        )
        heavy = {"pydantic", "pynamodb", "botocore", "aws_lambda_powertools", "argon2"}
        assert heavy.isdisjoint(json.loads(run.stdout))


class TestTree:
    def test_a_path_runs_to_the_root(self) -> None:
        teams = {each.id: each for each in (team("a"), team("b", "a"), team("c", "b"))}
        assert rules.team_path("c", teams) == ("c", "b", "a")
        assert rules.team_path(None, teams) == ()

    def test_a_move_gives_the_path_above(self) -> None:
        teams = [team("a"), team("b", "a"), team("c")]
        assert rules.check_move(team("c", "b"), teams) == ("b", "a")

    def test_a_subtree_counts_with_its_depth(self) -> None:
        chain = [team("0"), *(team(str(n), str(n - 1)) for n in range(1, 6))]
        below = [team("x"), team("y", "x"), team("z", "y")]
        with pytest.raises(BadRequest, match="deep"):
            rules.check_move(team("x", "5"), [*chain, *below])
        assert rules.check_move(team("x", "4"), [*chain, *below])[0] == "4"

    @given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=30))
    def test_accepted_moves_never_make_a_cycle(self, moves: list[tuple[int, int]]) -> None:
        teams = {str(number): team(str(number)) for number in range(6)}
        for child, parent in moves:
            moved = team(str(child), str(parent))
            try:
                rules.check_move(moved, teams.values())
            except BadRequest:
                continue
            teams[moved.id] = moved
            for each in teams:
                seen, at = set(), each
                while at is not None:
                    assert at not in seen
                    seen.add(at)
                    at = teams[at].parent_team_id


def key(**values: object) -> ApiKey:
    blank = ApiKey(
        id=KEY,
        organization_id=ORGANIZATION,
        name="k",
        secret_hash="",
        last4="",
        created_by="usr",
        created_ms=0,
    )
    return rules.applied(blank, values)


class TestChanges:
    @pytest.mark.parametrize("values", [{"name": "x"}, {"tags": {"a": "b"}}, {"description": "d"}])
    def test_descriptions_do_not_govern(self, values: dict[str, object]) -> None:
        assert not rules.governs(key(), key(**values))

    @pytest.mark.parametrize(
        "values",
        [
            {"status": Status.REVOKED},
            {"models": ("gpt-4o",)},
            {"permissions": ("x.y",)},
            {"expires_ms": 1},
            {"budget_of": (Period.DAILY, 1)},
        ],
    )
    def test_everything_else_governs(self, values: dict[str, object]) -> None:
        assert rules.governs(key(), key(**values))

    def test_one_periods_budget_leaves_the_others(self) -> None:
        both = rules.applied(
            key(budgets=(Budget(5, Period.MONTHLY),)), {"budget_of": (Period.DAILY, 1)}
        )
        assert both.budgets == (Budget(1, Period.DAILY), Budget(5, Period.MONTHLY))
        assert rules.applied(both, {"budget_of": (Period.MONTHLY, None)}).budgets == (
            Budget(1, Period.DAILY),
        )

    @pytest.mark.parametrize(
        ("name", "slug"),
        [("Acme Corp.", "acme-corp"), ("  ", "organization"), ("日本", "organization")],
    )
    def test_slugs(self, name: str, slug: str) -> None:
        assert rules.slug_of(name) == slug

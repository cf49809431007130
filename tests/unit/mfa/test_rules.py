from __future__ import annotations

import pytest
from msgspec.structs import replace

from tollgate.auth.models import Restriction
from tollgate.auth.requirements import MfaRules
from tollgate.directory.models import Elevation, User
from tollgate.errors import MfaInvalid
from tollgate.mfa import rules
from tollgate.mfa.models import Method

NOW = 1_795_253_400_000
DAY = 24 * 3600 * 1000
ORG, USER, CHALLENGE = "org_" + "a" * 20, "usr_" + "b" * 20, "chl_" + "c" * 20
ADA = User(
    id=USER, organization_id=ORG, email="a@b.example", name="Ada", roles=("viewer",), created_ms=0
)
REQUIRED = MfaRules(required=True, grace_days=7)


class TestRequired:
    def test_of_nobody_unless_asked(self) -> None:
        assert not rules.is_required(ADA, MfaRules(), NOW)

    def test_of_everybody(self) -> None:
        assert rules.is_required(ADA, REQUIRED, NOW)

    @pytest.mark.parametrize(
        "holder",
        [
            replace(ADA, roles=("viewer", "admin")),
            replace(ADA, team_roles={"team_a": ("admin",)}),
            replace(ADA, elevations=(Elevation("elv_a", "admin", NOW + 1),)),
        ],
    )
    def test_of_whoever_has_the_role_in_any_way(self, holder: User) -> None:
        asked = MfaRules(roles=("admin",))
        assert rules.is_required(holder, asked, NOW)
        assert not rules.is_required(ADA, asked, NOW)

    def test_an_elevation_that_is_over_asks_nothing(self) -> None:
        ended = replace(ADA, elevations=(Elevation("elv_a", "admin", NOW),))
        assert not rules.is_required(ended, MfaRules(roles=("admin",)), NOW)


class TestDue:
    def test_days_of_grace_count_from_when_it_was_asked(self) -> None:
        asked = replace(ADA, mfa_asked_ms=NOW - DAY)
        assert rules.due_ms(asked, REQUIRED, NOW) == NOW + 6 * DAY

    def test_they_begin_again_with_a_new_rule(self) -> None:
        asked = replace(ADA, mfa_asked_ms=NOW - 100 * DAY)
        assert rules.due_ms(asked, replace(REQUIRED, since_ms=NOW), NOW) == NOW + 7 * DAY

    def test_who_was_never_asked_has_them_all(self) -> None:
        assert rules.due_ms(ADA, REQUIRED, NOW) == NOW + 7 * DAY

    def test_an_accepted_factor_ends_it_and_another_does_not(self) -> None:
        enrolled = replace(ADA, mfa_methods=("totp",), mfa_asked_ms=NOW)
        assert rules.due_ms(enrolled, REQUIRED, NOW) is None
        passkeys_only = replace(REQUIRED, methods=("webauthn",))
        assert rules.due_ms(enrolled, passkeys_only, NOW) == NOW + 7 * DAY


class TestRestriction:
    late = replace(ADA, mfa_asked_ms=NOW - 7 * DAY)

    def test_begins_when_grace_ends(self) -> None:
        held = rules.restriction_of(self.late, REQUIRED, ("pwd",), NOW)
        assert held is Restriction.MFA_ENROLMENT
        assert rules.restriction_of(self.late, REQUIRED, ("pwd",), NOW - 1) is None

    def test_no_grace_is_at_once(self) -> None:
        at_once = replace(REQUIRED, grace_days=0)
        assert rules.restriction_of(ADA, at_once, ("pwd",), NOW) is Restriction.MFA_ENROLMENT

    @pytest.mark.parametrize(
        ("user", "methods"),
        [
            (late, ("fed", "mfa")),
            (replace(late, mfa_methods=("webauthn",)), ("pwd",)),
            (replace(late, mfa_waived_until_ms=NOW + 1), ("pwd",)),
        ],
    )
    def test_lifts(self, user: User, methods: tuple[str, ...]) -> None:
        assert rules.restriction_of(user, REQUIRED, methods, NOW) is None

    def test_a_waiver_ends(self) -> None:
        waived = replace(self.late, mfa_waived_until_ms=NOW)
        assert rules.restriction_of(waived, REQUIRED, ("pwd",), NOW) is Restriction.MFA_ENROLMENT


class TestMustShow:
    def test_nothing_without_a_factor(self) -> None:
        assert rules.must_show(ADA, REQUIRED, ("pwd",), NOW) == ()

    def test_an_enrolled_factor_even_where_none_is_required(self) -> None:
        enrolled = replace(ADA, mfa_methods=("totp",))
        assert rules.must_show(enrolled, MfaRules(), ("pwd",), NOW) == ("totp",)

    def test_only_accepted_ones_while_there_are_such(self) -> None:
        both = replace(ADA, mfa_methods=("totp", "webauthn"))
        asked = MfaRules(methods=("webauthn",))
        assert rules.must_show(both, asked, ("pwd",), NOW) == ("webauthn",)
        one = replace(ADA, mfa_methods=("totp",))
        assert rules.must_show(one, asked, ("pwd",), NOW) == ("totp",)

    def test_nothing_more_after_several_factors_or_in_a_waiver(self) -> None:
        enrolled = replace(ADA, mfa_methods=("totp",))
        assert rules.must_show(enrolled, REQUIRED, ("fed", "mfa"), NOW) == ()
        waived = replace(enrolled, mfa_waived_until_ms=NOW + 1)
        assert rules.must_show(waived, REQUIRED, ("pwd",), NOW) == ()
        assert rules.must_show(waived, REQUIRED, ("pwd",), NOW + 1) == ("totp",)


def test_a_method_is_taken_away() -> None:
    both = replace(ADA, mfa_methods=("totp", "webauthn"))
    assert rules.without(both, Method.TOTP) == ("webauthn",)


class TestToken:
    def test_names_what_it_belongs_to_and_nothing_else(self) -> None:
        token = rules.make_challenge_token(ORG, CHALLENGE)
        assert rules.parse_challenge_token(token) == (ORG, CHALLENGE)
        stored = rules.hash_token(token)
        assert token[-43:] not in stored
        assert rules.token_matches(token, stored)
        assert not rules.token_matches(rules.make_challenge_token(ORG, CHALLENGE), stored)

    @pytest.mark.parametrize("token", ["", "tgm_", "tgs_" + "a" * 84, "a.b.c", "tg_live_x"])
    def test_any_other_text_is_refused(self, token: str) -> None:
        with pytest.raises(MfaInvalid):
            rules.parse_challenge_token(token)

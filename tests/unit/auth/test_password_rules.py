from __future__ import annotations

import time
from hashlib import sha1
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from infra_cdk import breached_passwords
from tollgate.auth import breached, password_age, password_rules
from tollgate.auth.breached import BreachedFilter, NotAFilter, digest_of
from tollgate.auth.password_rules import About, reasons
from tollgate.auth.requirements import PasswordRules
from tollgate.directory.models import User
from tollgate.errors import WeakPassword

ABOUT = About("olga@acme.example", "Olga Ivanova", "Acme Rockets")
DEFAULT = PasswordRules()
NOW = 1_795_253_400_000
DAY_MS = password_age.DAY_MS
LENIENT = PasswordRules(min_length=1, min_score=0, check_breached=False)


class TestReasons:
    @pytest.mark.parametrize(
        "password",
        [
            "correct horse battery",
            "seven quiet lamps",
            "Mein Schloß am See 12",
            "Tr4ktor&Wolke#Gabel",
            "пять тихих ламп в порту",
        ],
    )
    def test_good_ones(self, password: str) -> None:
        assert reasons(password, DEFAULT, ABOUT) == ()

    @pytest.mark.parametrize(
        ("password", "words"),
        [
            ("qX7$vv9!kQ", "at least 12 characters"),
            ("password1234", "leaked"),
            ("1qaz2wsx3edc", "leaked"),
            ("aaaaaaaaaaaaaaaaaaaaaaaa", "leaked"),
            ("OlgaIvanova26", "too easy to guess"),
            ("my TOLLGATE is a good gate", "'tollgate'"),
            ("the a-c.m e rock_ets museum", "'acmerockets'"),
            ("temporary-password", "'temporary'"),
        ],
    )
    def test_bad_ones(self, password: str, words: str) -> None:
        assert words in "; ".join(reasons(password, DEFAULT, ABOUT))

    def test_all_reasons_at_once(self) -> None:
        rules = PasswordRules(min_classes=3, classes=("digit", "special"))
        assert len(reasons("tollgate", rules, ABOUT)) == 6

    @pytest.mark.parametrize(
        ("password", "missing"),
        [
            ("abcdef", {"an upper", "a digit", "neither"}),
            ("ABC123", {"a lower", "neither"}),
            ("aB3$", set()),
            ("Жж3 ", set()),
        ],
    )
    def test_named_classes(self, password: str, missing: set[str]) -> None:
        rules = replace(LENIENT, classes=("lower", "upper", "digit", "special"))
        found = reasons(password, rules, ABOUT)
        assert len(found) == len(missing)
        assert all(any(words in reason for reason in found) for words in missing)

    @pytest.mark.parametrize(("password", "enough"), [("abcABC1", True), ("abc123", False)])
    def test_a_number_of_classes(self, password: str, enough: bool) -> None:
        assert (reasons(password, replace(LENIENT, min_classes=3), ABOUT) == ()) is enough

    def test_a_short_prohibited_word_is_the_whole_password(self) -> None:
        rules = replace(LENIENT, prohibited=("ace",))
        assert reasons("ACE", rules, ABOUT)
        assert not reasons("spaceship", rules, ABOUT)

    def test_a_prohibited_word_of_signs_alone_forbids_nothing(self) -> None:
        assert not reasons("abc", replace(LENIENT, prohibited=("!!!", "")), ABOUT)

    @given(st.text(min_size=1, max_size=128))
    def test_any_text_is_judged(self, password: str) -> None:
        assert isinstance(reasons(password, DEFAULT, ABOUT), tuple)

    def test_the_longest_takes_no_time(self) -> None:
        began = time.process_time()
        for character in ("a", "aA1!", "x1!"):
            reasons((character * 128)[:128], DEFAULT, ABOUT)
        # Some 30 ms; what has to be excluded takes minutes.
        assert time.process_time() - began < 5

    def test_the_error_names_the_field_and_every_reason(self) -> None:
        with pytest.raises(WeakPassword) as caught:
            password_rules.check("tollgate", DEFAULT, ABOUT, param="new_password")
        assert caught.value.param == "new_password"
        assert caught.value.fields["reasons"] == list(reasons("tollgate", DEFAULT, ABOUT))
        assert "tollgate" not in caught.value.message.replace("'tollgate'", "")


class TestChosen:
    def test_ones_own_must_be_good(self) -> None:
        with pytest.raises(WeakPassword):
            password_rules.of_ones_own("password1234", DEFAULT, ABOUT, NOW)
        values = password_rules.of_ones_own("seven quiet lamps", DEFAULT, ABOUT, NOW)
        assert values["password_changed_ms"] == NOW

    @pytest.mark.parametrize(
        ("password", "temporary"), [("password1234", True), ("seven quiet lamps", False)]
    )
    def test_an_administrators_weak_one_is_temporary(self, password: str, temporary: bool) -> None:
        values = password_rules.by_administrator(password, DEFAULT, ABOUT, NOW)
        assert values["password_temporary"] is temporary


class TestAge:
    USER = User(
        id="usr_1",
        organization_id="org_1",
        email="a@b.example",
        name="A",
        password_hash="x",
        password_changed_ms=NOW,
        created_ms=NOW - 365 * DAY_MS,
    )
    LIMITED = PasswordRules(max_age_days=90, warn_days=14)

    def test_no_limit_is_no_end(self) -> None:
        assert password_age.age(self.USER, DEFAULT, NOW) == password_age.PasswordAge()

    @pytest.mark.parametrize(
        ("days", "warn", "old"),
        [(0, False, False), (75, False, False), (76, True, False), (90, True, True)],
    )
    def test_warns_and_ends(self, days: int, warn: bool, old: bool) -> None:
        age = password_age.age(self.USER, self.LIMITED, NOW + days * DAY_MS)
        assert (age.expires_ms, age.warn, age.is_old) == (NOW + 90 * DAY_MS, warn, old)
        assert password_age.must_change(self.USER, self.LIMITED, NOW + days * DAY_MS) is old

    def test_counts_from_joining_where_it_was_never_changed(self) -> None:
        never = replace(self.USER, password_changed_ms=None)
        assert password_age.age(never, self.LIMITED, NOW).is_old

    def test_who_has_no_password_has_none_to_change(self) -> None:
        nobody = replace(self.USER, password_hash=None)
        assert not password_age.must_change(nobody, self.LIMITED, NOW + 900 * DAY_MS)

    def test_the_set_ups_own_weak_one_is_no_wall(self) -> None:
        weak = replace(self.USER, password_temporary=True)
        assert password_age.must_change(weak, DEFAULT, NOW)
        of_the_setup = replace(weak, password_changed_ms=None)
        assert password_age.should_change(of_the_setup, DEFAULT, NOW)
        assert not password_age.must_change(of_the_setup, DEFAULT, NOW)


class TestFilter:
    LISTED = tuple(f"leaked-{number}" for number in range(5000))

    def made(self, *passwords: str) -> BreachedFilter:
        return BreachedFilter.of(digest_of(password) for password in passwords)

    def test_knows_all_that_are_listed_in_any_case(self) -> None:
        made = self.made(*self.LISTED)
        assert all(password in made for password in self.LISTED)
        assert all(password.upper() in made for password in self.LISTED)

    def test_is_wrong_about_others_once_in_a_hundred_thousand(self) -> None:
        made = self.made(*self.LISTED)
        wrong = sum(f"other-{number}" in made for number in range(100_000))
        # One is expected: ten or more come by chance once in ten million runs.
        assert wrong < 10

    def test_reads_what_it_wrote(self, tmp_path: Path) -> None:
        file = tmp_path / "filter.bin"
        made = self.made(*self.LISTED)
        made.write(file)
        assert BreachedFilter.read(file) == made
        assert file.stat().st_size == 6 + 5000 * 24 // 8

    @pytest.mark.parametrize("content", [b"", b"TGBF1\n", b"something else"])
    def test_refuses_other_files(self, tmp_path: Path, content: bytes) -> None:
        file = tmp_path / "filter.bin"
        file.write_bytes(content)
        with pytest.raises(NotAFilter):
            BreachedFilter.read(file)

    def test_an_operators_list_counts(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        listed, file = tmp_path / "list.txt", tmp_path / "filter.bin"
        listed.write_text("seven quiet lamps\n\n" + "0" * 40 + ":9\n", encoding="utf-8")
        monkeypatch.setattr(breached, "FILTER", file)
        breached.own_filter.cache_clear()
        assert breached_passwords.main([str(listed), "--to", str(file)]) == 0
        try:
            assert "leaked" in reasons("Seven Quiet Lamps", DEFAULT, ABOUT)[0]
            assert reasons("eight quiet lamps", DEFAULT, ABOUT) == ()
        finally:
            breached.own_filter.cache_clear()


class TestLists:
    def test_lists_of_passwords_and_of_hashes(self) -> None:
        text = (
            b"password\r\nPassWord\n\n" + digest_of("secret").hex().upper().encode() + b":3861493"
        )
        digests = set(breached_passwords.digests(text.splitlines(), at_least=1))
        assert digests == {digest_of(each) for each in ("password", "PassWord", "secret")}

    @pytest.mark.parametrize(("count", "kept"), [(99, 0), (100, 1)])
    def test_rare_ones_may_be_left_out(self, count: int, kept: int) -> None:
        line = f"{'A' * 40}:{count}".encode()
        assert len(list(breached_passwords.digests([line], at_least=100))) == kept

    def test_bytes_that_are_no_text_are_a_password_as_well(self) -> None:
        [digest] = breached_passwords.digests([b"caf\xe9"], at_least=1)
        assert digest == sha1(b"caf\xe9", usedforsecurity=False).digest()

    def test_says_what_it_made(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        listed, file = tmp_path / "list.txt", tmp_path / "filter.bin"
        listed.write_text("a\nb\nb\n")
        breached_passwords.main([str(listed), "--to", str(file)])
        assert capsys.readouterr().out.startswith("2 passwords")
        assert "a" in BreachedFilter.read(file)

    def test_an_empty_list_is_refused(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        listed = tmp_path / "list.txt"
        listed.touch()
        assert breached_passwords.main([str(listed), "--to", str(tmp_path / "f")]) == 1
        assert "no password" in capsys.readouterr().err

"""Second factors, challenges and pending recoveries, in the directory table beside their people."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable
from typing import Final

from msgspec.structs import replace
from pynamodb.attributes import (
    BooleanAttribute,
    NumberAttribute,
    UnicodeAttribute,
    UnicodeSetAttribute,
)
from pynamodb.expressions.update import Action

from tollgate.aws.items import Beside, Item, ListOf, Transaction, bind, fetch, reads
from tollgate.errors import Conflict, MfaInvalid
from tollgate.journal.models import Event
from tollgate.journal.service import Journal
from tollgate.mfa.models import (
    Challenge,
    Passkey,
    Recovery,
    RecoveryKind,
    Totp,
    TotpSetup,
)
from tollgate.mfa.rules import TRIES
from tollgate.settings import AwsSettings, TableSettings

_DAY_S: Final = 24 * 3600


class TotpItem(Item):
    """`sk=TOTP#<user id>`."""

    sealed = UnicodeAttribute()
    last_step = NumberAttribute()
    confirmed_ms = NumberAttribute()


class TotpSetupItem(Item):
    """`sk=TOTPSETUP#<user id>`; `expires_at` is the table's TTL attribute, in seconds."""

    sealed = UnicodeAttribute()
    expires_ms = NumberAttribute()
    expires_at = NumberAttribute()


class BackupCodesItem(Item):
    """`sk=BACKUPCODES#<user id>`: hashes of the codes that were not used yet."""

    hashes = UnicodeSetAttribute(null=True)
    created_ms = NumberAttribute()


class PasskeyItem(Item):
    """`sk=PASSKEY#<user id>#<passkey id>`; bytes are base64url."""

    credential_id = UnicodeAttribute()
    public_key = UnicodeAttribute()
    sign_count = NumberAttribute()
    name = UnicodeAttribute()
    transports = ListOf(null=True)
    aaguid = UnicodeAttribute(null=True)
    synced = BooleanAttribute()
    created_ms = NumberAttribute()
    used_ms = NumberAttribute(null=True)


class ChallengeItem(Item):
    """`sk=MFACHALLENGE#<id>`."""

    user_id = UnicodeAttribute()
    token_hash = UnicodeAttribute()
    proven = ListOf()
    methods = ListOf()
    tries = NumberAttribute()
    created_ms = NumberAttribute()
    expires_ms = NumberAttribute()
    expires_at = NumberAttribute()


class UsedItem(Item):
    """`sk=WEBAUTHNUSED#<hash>`: a ceremony's challenge that was used, kept past its end."""

    expires_at = NumberAttribute()


class RecoveryItem(Item):
    """`sk=MFARECOVERY#<user id>#<kind>`."""

    reason = UnicodeAttribute()
    hours = NumberAttribute(null=True)
    asked_by = UnicodeAttribute()
    asked_ms = NumberAttribute()
    expires_ms = NumberAttribute()
    expires_at = NumberAttribute()


class MfaStore:
    """Every method raises `Unavailable` when the table is down.

    What changes a second factor is a `Beside`: a part of the transaction that it stands and falls
    with. `commit` makes a transaction of such parts and their event where there is no other.
    """

    def __init__(self, settings: AwsSettings, tables: TableSettings, journal: Journal) -> None:
        self._settings = settings
        self._journal = journal
        self._totps = bind(TotpItem, tables.directory, settings)
        self._setups = bind(TotpSetupItem, tables.directory, settings)
        self._codes = bind(BackupCodesItem, tables.directory, settings)
        self._passkeys = bind(PasskeyItem, tables.directory, settings)
        self._challenges = bind(ChallengeItem, tables.directory, settings)
        self._used = bind(UsedItem, tables.directory, settings)
        self._recoveries = bind(RecoveryItem, tables.directory, settings)

    def commit(self, event: Event, *parts: Beside) -> None:
        """All parts and the event, or nothing. Raises what the parts raise."""
        transaction = Transaction(self._settings)
        for part in parts:
            part(transaction)
        self._journal.record(transaction, event)
        transaction.commit()

    def recording(self, event: Event) -> Beside:
        """One more event in a transaction."""
        return lambda transaction: self._journal.record(transaction, event)

    # Authenticator apps

    def totp(self, organization_id: str, user_id: str) -> Totp | None:
        """The person's confirmed authenticator app, or None."""
        item = fetch(self._totps, organization_id, f"TOTP#{user_id}")
        if item is None:
            return None
        return Totp(
            sealed=item.sealed,
            last_step=int(item.last_step),
            confirmed_ms=int(item.confirmed_ms),
        )

    def totp_setup(self, organization_id: str, user_id: str) -> TotpSetup | None:
        """What waits for its first code, expired or not, or None."""
        item = fetch(self._setups, organization_id, f"TOTPSETUP#{user_id}")
        return (
            None if item is None else TotpSetup(sealed=item.sealed, expires_ms=int(item.expires_ms))
        )

    def keeping_setup(self, organization_id: str, user_id: str, setup: TotpSetup) -> Beside:
        """Stores a secret that waits for its first code, in place of an earlier one."""
        item = self._setups(
            organization_id,
            f"TOTPSETUP#{user_id}",
            sealed=setup.sealed,
            expires_ms=setup.expires_ms,
            expires_at=setup.expires_ms // 1000,
        )
        return lambda transaction: transaction.put(item, Conflict("this is being set up already"))

    def confirming_totp(
        self, organization_id: str, user_id: str, setup: TotpSetup, totp: Totp
    ) -> Beside:
        """Makes a setup the person's authenticator app; a setup counts once."""
        waiting = self._setups(organization_id, f"TOTPSETUP#{user_id}")
        as_read = self._setups.sealed == setup.sealed
        item = self._totps(
            organization_id,
            f"TOTP#{user_id}",
            sealed=totp.sealed,
            last_step=totp.last_step,
            confirmed_ms=totp.confirmed_ms,
        )

        def add(transaction: Transaction) -> None:
            transaction.delete(waiting, Conflict("begin again: this setup was replaced"), as_read)
            transaction.put(item, Conflict("this was changed meanwhile; read it again"))

        return add

    def using_step(self, organization_id: str, user_id: str, step: int) -> Beside:
        """Uses a time step up. Raises `MfaInvalid` when it, or a later one, was used before."""
        item = self._totps(organization_id, f"TOTP#{user_id}")
        fresh = self._totps.last_step < step
        used = MfaInvalid("this code was used already; wait for the next one")
        return lambda transaction: transaction.update(
            item, [self._totps.last_step.set(step)], used, fresh
        )

    def removing_totp(self, organization_id: str, user_id: str) -> Beside:
        """Forgets the authenticator app."""
        item = self._totps(organization_id, f"TOTP#{user_id}")
        return lambda transaction: transaction.delete(item, Conflict("this is being changed"))

    # Backup codes

    def backup_codes_left(self, organization_id: str, user_id: str) -> frozenset[str]:
        """Hashes of the codes that were not used yet."""
        item = fetch(self._codes, organization_id, f"BACKUPCODES#{user_id}")
        return frozenset(item.hashes or ()) if item else frozenset()

    def keeping_backup_codes(
        self, organization_id: str, user_id: str, hashes: Iterable[str], at_ms: int
    ) -> Beside:
        """Replaces all codes."""
        item = self._codes(
            organization_id, f"BACKUPCODES#{user_id}", hashes=set(hashes), created_ms=at_ms
        )
        return lambda transaction: transaction.put(item, Conflict("these are being changed"))

    def using_backup_code(self, organization_id: str, user_id: str, code_hash: str) -> Beside:
        """Uses a code up. Raises `MfaInvalid` when it was used meanwhile."""
        item = self._codes(organization_id, f"BACKUPCODES#{user_id}")
        there = self._codes.hashes.contains(code_hash)
        used = MfaInvalid("this backup code was used already")
        return lambda transaction: transaction.update(
            item, [self._codes.hashes.delete({code_hash})], used, there
        )

    def removing_backup_codes(self, organization_id: str, user_id: str) -> Beside:
        """Forgets all codes."""
        item = self._codes(organization_id, f"BACKUPCODES#{user_id}")
        return lambda transaction: transaction.delete(item, Conflict("these are being changed"))

    # Passkeys

    def passkeys(self, organization_id: str, user_id: str) -> list[Passkey]:
        """All of a person, in the order of registration."""
        prefix = f"PASSKEY#{user_id}#"
        with reads():
            items = list(
                self._passkeys.query(
                    organization_id, self._passkeys.sk.startswith(prefix), consistent_read=True
                )
            )
        return sorted((_passkey(item) for item in items), key=lambda each: each.created_ms)

    def passkey(self, organization_id: str, user_id: str, passkey_id: str) -> Passkey | None:
        """One of a person, or None."""
        item = fetch(self._passkeys, organization_id, f"PASSKEY#{user_id}#{passkey_id}")
        return None if item is None else _passkey(item)

    def adding_passkey(self, organization_id: str, user_id: str, passkey: Passkey) -> Beside:
        """Raises `Conflict` when it is registered already."""
        item = self._passkeys(
            organization_id,
            f"PASSKEY#{user_id}#{passkey.id}",
            credential_id=_text(passkey.credential_id),
            public_key=_text(passkey.public_key),
            sign_count=passkey.sign_count,
            name=passkey.name,
            transports=list(passkey.transports),
            aaguid=passkey.aaguid,
            synced=passkey.synced,
            created_ms=passkey.created_ms,
            used_ms=passkey.used_ms,
        )
        taken = Conflict("this passkey is registered already")
        absent = self._passkeys.pk.does_not_exist()
        return lambda transaction: transaction.put(item, taken, absent)

    def renaming_passkey(
        self, organization_id: str, user_id: str, passkey: Passkey, name: str
    ) -> Beside:
        """Raises `Conflict` when it is gone."""
        item = self._passkeys(organization_id, f"PASSKEY#{user_id}#{passkey.id}")
        gone = Conflict("this passkey was removed meanwhile")
        there = self._passkeys.pk.exists()
        return lambda transaction: transaction.update(
            item, [self._passkeys.name.set(name)], gone, there
        )

    def using_passkey(
        self, organization_id: str, user_id: str, passkey: Passkey, sign_count: int, at_ms: int
    ) -> Beside:
        """Moves the counter on. Raises `MfaInvalid` when it moved meanwhile, or the key is gone."""
        item = self._passkeys(organization_id, f"PASSKEY#{user_id}#{passkey.id}")
        actions: list[Action] = [
            self._passkeys.sign_count.set(sign_count),
            self._passkeys.used_ms.set(at_ms),
        ]
        as_read = self._passkeys.sign_count == passkey.sign_count
        moved = MfaInvalid("this passkey was used at the same moment; try again")
        return lambda transaction: transaction.update(item, actions, moved, as_read)

    def removing_passkeys(
        self, organization_id: str, user_id: str, passkeys: Iterable[Passkey]
    ) -> Beside:
        """Forgets these."""
        items = [
            self._passkeys(organization_id, f"PASSKEY#{user_id}#{passkey.id}")
            for passkey in passkeys
        ]

        def add(transaction: Transaction) -> None:
            for item in items:
                transaction.delete(item, Conflict("this passkey is being changed"))

        return add

    def removing_everything(self, organization_id: str, user_id: str) -> Beside:
        """Forgets every second factor of a person and what waits for one."""
        whose = (organization_id, user_id)
        parts = (
            self.removing_totp(*whose),
            self.removing_backup_codes(*whose),
            self.removing_passkeys(*whose, self.passkeys(*whose)),
        )
        waiting = self._setups(organization_id, f"TOTPSETUP#{user_id}")

        def add(transaction: Transaction) -> None:
            for part in parts:
                part(transaction)
            transaction.delete(waiting, Conflict("this is being set up"))

        return add

    def using_ceremony(self, partition: str, use: str, at_ms: int) -> Beside:
        """Uses a ceremony's challenge up. Raises `MfaInvalid` when it was used before."""
        item = self._used(partition, f"WEBAUTHNUSED#{use}", expires_at=at_ms // 1000 + _DAY_S)
        used = MfaInvalid("this passkey was used already; begin again")
        absent = self._used.pk.does_not_exist()
        return lambda transaction: transaction.put(item, used, absent)

    # Sign-ins that wait for a second factor

    def challenge(self, organization_id: str, challenge_id: str) -> Challenge | None:
        """The challenge, expired or not, or None."""
        item = fetch(self._challenges, organization_id, f"MFACHALLENGE#{challenge_id}")
        if item is None:
            return None
        return Challenge(
            id=challenge_id,
            organization_id=organization_id,
            user_id=item.user_id,
            token_hash=item.token_hash,
            proven=tuple(item.proven),
            methods=tuple(item.methods),
            tries=int(item.tries),
            created_ms=int(item.created_ms),
            expires_ms=int(item.expires_ms),
        )

    def opening_challenge(self, challenge: Challenge) -> Beside:
        """Stores a new challenge."""
        item = self._challenges(
            challenge.organization_id,
            f"MFACHALLENGE#{challenge.id}",
            user_id=challenge.user_id,
            token_hash=challenge.token_hash,
            proven=list(challenge.proven),
            methods=list(challenge.methods),
            tries=challenge.tries,
            created_ms=challenge.created_ms,
            expires_ms=challenge.expires_ms,
            expires_at=challenge.expires_ms // 1000,
        )
        taken = Conflict("this challenge exists already")
        absent = self._challenges.pk.does_not_exist()
        return lambda transaction: transaction.put(item, taken, absent)

    def count_try(self, challenge: Challenge) -> Challenge:
        """One try more, before it is looked at, so that tries at the same time count too.

        Raises `MfaInvalid` when there were `TRIES`, or the challenge was answered.
        """
        transaction = Transaction(self._settings)
        item = self._challenges(challenge.organization_id, f"MFACHALLENGE#{challenge.id}")
        ended = MfaInvalid("this sign-in has ended; begin again")
        open_still = self._challenges.tries < TRIES
        tries = self._challenges.tries
        transaction.update(item, [tries.set(tries + 1)], ended, open_still)
        transaction.commit()
        return replace(challenge, tries=challenge.tries + 1)

    def closing_challenge(self, challenge: Challenge) -> Beside:
        """Answers it. Raises `MfaInvalid` when it was answered meanwhile."""
        item = self._challenges(challenge.organization_id, f"MFACHALLENGE#{challenge.id}")
        ended = MfaInvalid("this sign-in has ended; begin again")
        there = self._challenges.pk.exists()
        return lambda transaction: transaction.delete(item, ended, there)

    # Recoveries that wait for a second administrator

    def recovery(self, organization_id: str, user_id: str, kind: RecoveryKind) -> Recovery | None:
        """What was asked for, expired or not, or None."""
        item = fetch(self._recoveries, organization_id, f"MFARECOVERY#{user_id}#{kind}")
        if item is None:
            return None
        return Recovery(
            kind=kind,
            organization_id=organization_id,
            user_id=user_id,
            reason=item.reason,
            hours=None if item.hours is None else int(item.hours),
            asked_by=item.asked_by,
            asked_ms=int(item.asked_ms),
            expires_ms=int(item.expires_ms),
        )

    def asking_recovery(self, recovery: Recovery, before: Recovery | None) -> Beside:
        """Raises `Conflict` when another administrator asked meanwhile."""
        item = self._recoveries(
            recovery.organization_id,
            f"MFARECOVERY#{recovery.user_id}#{recovery.kind}",
            reason=recovery.reason,
            hours=recovery.hours,
            asked_by=recovery.asked_by,
            asked_ms=recovery.asked_ms,
            expires_ms=recovery.expires_ms,
            expires_at=recovery.expires_ms // 1000,
        )
        as_read = (
            self._recoveries.pk.does_not_exist()
            if before is None
            else self._recoveries.asked_ms == before.asked_ms
        )
        meanwhile = Conflict("another administrator asked for this at the same moment")
        return lambda transaction: transaction.put(item, meanwhile, as_read)

    def ending_recovery(self, recovery: Recovery) -> Beside:
        """Raises `Conflict` when it was confirmed or withdrawn meanwhile."""
        item = self._recoveries(
            recovery.organization_id, f"MFARECOVERY#{recovery.user_id}#{recovery.kind}"
        )
        as_read = self._recoveries.asked_ms == recovery.asked_ms
        ended = Conflict("this was confirmed or withdrawn meanwhile")
        return lambda transaction: transaction.delete(item, ended, as_read)


def _passkey(item: PasskeyItem) -> Passkey:
    return Passkey(
        id=item.sk.rpartition("#")[2],
        credential_id=_bytes(item.credential_id),
        public_key=_bytes(item.public_key),
        sign_count=int(item.sign_count),
        name=item.name,
        transports=tuple(item.transports or ()),
        aaguid=item.aaguid or "",
        synced=bool(item.synced),
        created_ms=int(item.created_ms),
        used_ms=None if item.used_ms is None else int(item.used_ms),
    )


def _text(value: bytes) -> str:
    return urlsafe_b64encode(value).decode()


def _bytes(value: str) -> bytes:
    return urlsafe_b64decode(value)

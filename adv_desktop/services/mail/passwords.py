"""The password of the mail account: in the system's key ring, never in the database nor in a log.

Where there is no key ring (a bare Linux session), it is kept in memory until the program ends. A scheduled `adv` gives
it in the environment, which wins over both.
"""

from __future__ import annotations

import os
from enum import StrEnum

from adv_desktop.services.settings import MailAccount

SERVICE = "ADV Desktop"
VARIABLE = "ADV_MAIL_PASSWORD"


class Kept(StrEnum):
    """Where a password is."""

    KEY_RING = "key_ring"
    MEMORY = "memory"
    ENVIRONMENT = "environment"
    NOWHERE = "nowhere"


class Passwords:
    """Keeps one password an account."""

    def __init__(self) -> None:
        self._in_memory: dict[str, str] = {}

    def keep(self, account: MailAccount, password: str) -> Kept:
        """Keep a password; return where it is, which the user is told."""
        import keyring
        from keyring.errors import KeyringError

        try:
            keyring.set_password(SERVICE, name_of(account), password)
        except KeyringError:
            self._in_memory[name_of(account)] = password
            return Kept.MEMORY
        return Kept.KEY_RING

    def of(self, account: MailAccount) -> str | None:
        """Return the password of an account, None when nobody gave it."""
        return self._found(account)[0]

    def where(self, account: MailAccount) -> Kept:
        """Return where the password of an account is."""
        return self._found(account)[1]

    def _found(self, account: MailAccount) -> tuple[str | None, Kept]:
        if given := os.environ.get(VARIABLE):
            return given, Kept.ENVIRONMENT
        if remembered := self._in_memory.get(name_of(account)):
            return remembered, Kept.MEMORY
        kept = _in_key_ring(account)
        return kept, Kept.KEY_RING if kept else Kept.NOWHERE


def name_of(account: MailAccount) -> str:
    """Return what the key ring calls an account."""
    return f"{account.user}@{account.host}"


def _in_key_ring(account: MailAccount) -> str | None:
    import keyring
    from keyring.errors import KeyringError

    try:
        return keyring.get_password(SERVICE, name_of(account))
    except KeyringError:
        return None  # no key ring on this machine, or locked: as if it held nothing

"""Passwords as Argon2id hashes. The only importer of argon2."""

from __future__ import annotations

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from corpus.errors import InputError

SHORTEST, LONGEST = 12, 1000
_HASHER = PasswordHasher()


def hash_password(password: str) -> str:
    """The hash to store. Raises InputError for a password of the wrong length."""
    if not SHORTEST <= len(password) <= LONGEST:
        limits = f"mindst {SHORTEST} tegn og højst {LONGEST}"
        raise InputError(f"En adgangskode skal være på {limits}. Tre–fire ord efter hinanden er godt.")
    return _HASHER.hash(password)


def matches(password_hash: str, password: str) -> bool:
    """True when the password is the one that was hashed. password_hash "" stands for no account, and never matches."""
    try:
        return _HASHER.verify(password_hash or _nobody(), password[:LONGEST]) and bool(password_hash)
    except (VerificationError, InvalidHashError):
        return False


@cache
def _nobody() -> str:
    """Checked where there is no such account, so that the time taken does not tell; made at the first such try."""
    return _HASHER.hash("nobody")

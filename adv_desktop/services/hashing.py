"""Canonical bytes of facts and their chained hashes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping

GENESIS = "0" * 64


def canonical(facts: Mapping[str, object]) -> bytes:
    """Return facts as the one JSON text that is hashed: UTF-8, keys sorted, no space."""
    return json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str).encode()


def chained(previous: str, facts: Mapping[str, object]) -> str:
    """Return the SHA-256 of the previous hash, a line feed, and the facts in canonical JSON."""
    return hashlib.sha256(previous.encode() + b"\n" + canonical(facts)).hexdigest()

"""Canonical bytes of facts and their chained hashes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping

GENESIS = "0" * 64


def chained(previous: str, facts: Mapping[str, object]) -> str:
    """Return the SHA-256 of the previous hash and the facts in canonical JSON."""
    text = json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(f"{previous}\n{text}".encode()).hexdigest()

"""Bytes that are kept for good, named by their hash."""

from __future__ import annotations

import datetime as dt
import hashlib

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.delivery import Attachment, StoredFile
from adv_desktop.models.enums import DocumentKind
from adv_desktop.services.store import next_id


def keep(session: Session, content: bytes, kind: str, now: dt.datetime) -> StoredFile:
    """Store bytes once and return their row (same bytes, same row)."""
    digest = hashlib.sha256(content).hexdigest()
    row = session.scalar(sa.select(StoredFile).where(StoredFile.sha256 == digest, StoredFile.kind == kind))
    if row is None:
        row_id = next_id(session, StoredFile)
        row = StoredFile(id=row_id, sha256=digest, size=len(content), kind=kind, content=content, created_at=now)
        session.add(row)
    return row


def hash_of(session: Session, file_id: int | None) -> str | None:
    """Return the SHA-256 of stored bytes, None when there are none."""
    return session.scalar(sa.select(StoredFile.sha256).where(StoredFile.id == file_id))


def content_of(session: Session, file_id: int | None) -> bytes | None:
    """Return stored bytes, None when there are none."""
    return session.scalar(sa.select(StoredFile.content).where(StoredFile.id == file_id))


def attach(
    session: Session, kind: DocumentKind, document_id: int, file: StoredFile, name: str, now: dt.datetime
) -> None:
    """Keep a file with a document."""
    session.add(Attachment(document_kind=kind, document_id=document_id, file_id=file.id, name=name, added_at=now))

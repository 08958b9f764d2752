"""What carriers tell of themselves: until what hour they call, and where a parcel is followed."""

from __future__ import annotations

import re
from urllib.parse import quote

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.carrier import Carrier
from adv_desktop.models.errors import DomainError
from adv_desktop.services.folding import fold

NUMBER = "{number}"
_HOUR = re.compile(r"(?:[01]?\d|2[0-3])[:hH][0-5]\d")
_PAGE = re.compile(r"https?://\S+")


def hour(written: str | None) -> str | None:
    """Return an hour as it is kept (16:30), from 16:30 or 16h30; raise `carrier.cut_off`."""
    text = (written or "").strip()
    if not text:
        return None
    if not _HOUR.fullmatch(text):
        raise DomainError("carrier.cut_off", written=text)
    return text.lower().replace("h", ":").zfill(5)


def page(written: str | None) -> str | None:
    """Return the pattern of a tracking page; raise `carrier.tracking_page` where no number goes into it."""
    text = (written or "").strip()
    if text and (not _PAGE.fullmatch(text) or NUMBER not in text):
        raise DomainError("carrier.tracking_page", written=text, sign=NUMBER)
    return text or None


def tracking_link(session: Session, carrier: str | None, number: str | None) -> str | None:
    """Return the page on which a carrier shows a parcel, None where its pattern is not known."""
    if not carrier or not number:
        return None
    wanted = fold(carrier)
    for row in session.execute(sa.select(Carrier.name, Carrier.tracking_url).where(Carrier.tracking_url.is_not(None))):
        if fold(row.name) == wanted:
            return str(row.tracking_url).replace(NUMBER, quote(number.strip(), safe=""))
    return None


def is_pickup(session: Session, carrier: str | None) -> bool:
    """Whether a carrier is the customer who collects its goods itself."""
    wanted = fold(carrier or "")
    names = session.scalars(sa.select(Carrier.name).where(Carrier.pickup))
    return any(fold(name) == wanted for name in names)


def cut_offs(session: Session) -> dict[str, str]:
    """Return until what hour carriers call, by their names as they are compared."""
    rows = session.execute(sa.select(Carrier.name, Carrier.cut_off).where(Carrier.cut_off.is_not(None)))
    return {fold(row.name): row.cut_off or "" for row in rows}

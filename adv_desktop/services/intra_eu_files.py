"""The declarations of a month in the Union as workbooks or CSV files, one line a row, its documents beside."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from adv_desktop.models.errors import DomainError
from adv_desktop.models.values import from_minor, round_half_up
from adv_desktop.services import intra_eu_xml, texts
from adv_desktop.services.exports import lists
from adv_desktop.services.exports.cells import CellValue
from adv_desktop.services.exports.lists import ListColumn
from adv_desktop.services.exports.sheets import Kind
from adv_desktop.services.intra_eu import Declarations, EmebiRow, Filing, Missing, RecapRow, whole_kilograms
from adv_desktop.services.list_files import ENDINGS, Written
from adv_desktop.services.texts import N_, Texts, _
from adv_desktop.services.whole_files import told

FILINGS = {Filing.GOODS: N_("VAT recapitulative statement"), Filing.SERVICES: N_("Services in the Union (DES)")}
EMEBI = N_("EMEBI")
XML = ".xml"
MISSING = {
    Missing.OWN_VAT_NUMBER: N_("Our own VAT number is missing"),
    Missing.VAT_NUMBER: N_("VAT number missing"),
    Missing.PRODUCT: N_("Line without a product: no customs code"),
    Missing.CN8: N_("Customs code (CN8) missing"),
    Missing.ORIGIN: N_("Country of origin missing"),
    Missing.WEIGHT: N_("Weight missing"),
    Missing.RETURN: N_("Goods came back: declare an arrival, nature 21, if asked for"),
}
_RECAP = (
    (N_("Filing"), Kind.TEXT, 26.0),
    (N_("VAT number"), Kind.TEXT, 18.0),
    (N_("Customer"), Kind.TEXT, 30.0),
    (N_("Country"), Kind.TEXT, 9.0),
    (N_("Regime"), Kind.TEXT, 9.0),
    (N_("Amount in euros"), Kind.MONEY, 15.0),
    (N_("Amount to declare"), Kind.WHOLE, 15.0),
    (N_("Documents"), Kind.TEXT, 40.0),
)
_EMEBI = (
    (N_("Customs code (CN8)"), Kind.TEXT, 14.0),
    (N_("Country of destination"), Kind.TEXT, 12.0),
    (N_("Country of origin"), Kind.TEXT, 12.0),
    (N_("VAT number"), Kind.TEXT, 18.0),
    (N_("Net mass, kg"), Kind.WHOLE, 12.0),
    (N_("Quantity"), Kind.QUANTITY, 12.0),
    (N_("Supplementary unit"), Kind.TEXT, 16.0),
    (N_("In supplementary units"), Kind.QUANTITY, 16.0),
    (N_("Amount in euros"), Kind.MONEY, 15.0),
    (N_("Amount to declare"), Kind.WHOLE, 15.0),
    (N_("Regime"), Kind.TEXT, 9.0),
    (N_("Nature of the transaction"), Kind.TEXT, 12.0),
    (N_("Mode of transport"), Kind.TEXT, 12.0),
    (N_("Department of departure"), Kind.TEXT, 12.0),
    (N_("Documents"), Kind.TEXT, 40.0),
)


def described(missing: Missing, words: Texts) -> str:
    """Say what is missing in a language."""
    return words.gettext(MISSING[missing])


def write_recap(
    found: Declarations, path: Path, *, incomplete: bool = False, made_at: dt.datetime | None = None
) -> Written:
    """Write the recapitulative statement, goods then services; as .xml the goods, for the customs' portal."""
    _refuse(found, {Missing.OWN_VAT_NUMBER, Missing.VAT_NUMBER}, incomplete=incomplete)
    if path.suffix.lower() == XML and made_at is not None:
        return intra_eu_xml.write_recap(found, path, made_at)
    return _written(path, FILINGS[Filing.GOODS], _RECAP, (_recap_cells(row) for row in found.recap))


def write_des(found: Declarations, path: Path, *, incomplete: bool = False) -> Written:
    """Write the services in the Union (DES); as .xml for the customs' portal."""
    _refuse(found, {Missing.OWN_VAT_NUMBER, Missing.VAT_NUMBER}, incomplete=incomplete)
    if path.suffix.lower() == XML:
        return intra_eu_xml.write_des(found, path)
    rows = (_recap_cells(row) for row in found.of(Filing.SERVICES))
    return _written(path, FILINGS[Filing.SERVICES], _RECAP, rows)


def write_emebi(
    found: Declarations, path: Path, *, incomplete: bool = False, made_at: dt.datetime | None = None
) -> Written:
    """Write the lines of EMEBI; as .xml the INSTAT file that the customs' portal takes, never incomplete."""
    as_xml = path.suffix.lower() == XML and made_at is not None
    _refuse(found, set(Missing), incomplete=incomplete and not as_xml)
    if as_xml and made_at is not None:
        return intra_eu_xml.write_emebi(found, path, made_at)
    return _written(path, EMEBI, _EMEBI, (_emebi_cells(row) for row in found.emebi))


def _refuse(found: Declarations, needed: set[Missing], *, incomplete: bool) -> None:
    """Raise what is missing, unless the file is wanted in spite of it."""
    lacking = [point for point in found.prevents() if point.missing in needed]
    if lacking and not incomplete:
        said = [f"{point.name}: {described(point.missing, texts.current())}" for point in lacking]
        raise DomainError("intra_eu.incomplete", missing=said, count=len(said))


def _written(
    path: Path, title: str, columns: Sequence[tuple[str, Kind, float]], rows: Iterator[list[CellValue]]
) -> Written:
    if path.suffix.lower() not in ENDINGS:
        raise DomainError("file.wrong_ending", path=str(path), known=[*ENDINGS, XML])
    with told(path):
        path.parent.mkdir(parents=True, exist_ok=True)
    heads = [ListColumn(_(head), kind, width) for head, kind, width in columns]
    if path.suffix.lower() == ".csv":
        count = lists.write_csv(path, heads, rows, texts.current().language)
    else:
        count = lists.write_xlsx(path, _(title), heads, rows)
    return Written(path, count, hashlib.sha256(path.read_bytes()).hexdigest())


def _recap_cells(row: RecapRow) -> list[CellValue]:
    return [
        _(FILINGS[row.filing]), row.vat_number or None, row.customer, row.country or None, row.regime,
        from_minor(row.amount), _whole_euros(row.amount), ", ".join(row.documents),
    ]  # fmt: skip


def _emebi_cells(row: EmebiRow) -> list[CellValue]:
    return [
        row.cn8 or None, row.destination or None, row.origin or None, row.vat_number or None,
        whole_kilograms(row.mass), row.quantity, row.unit or None, row.units if row.unit else None,
        from_minor(row.amount), _whole_euros(row.amount), row.regime,
        row.nature, row.transport, row.department, ", ".join(row.documents),
    ]  # fmt: skip


def _whole_euros(minor: int) -> int:
    """Return whole euros, as both declarations want them."""
    return int(round_half_up(from_minor(minor), 0))

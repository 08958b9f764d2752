"""The papers of exports and sales in the Union: drawn from deliveries, prepared or gone, as often as they are asked."""

from __future__ import annotations

import io
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy.orm import Session

from adv_desktop.models.errors import DomainError
from adv_desktop.models.rules.customs import ExportReason
from adv_desktop.services import documents, shipments, texts
from adv_desktop.services.documents.export_content import ExportPaperData
from adv_desktop.services.shipments import Gap, Lack, Shipment
from adv_desktop.services.store import Store
from adv_desktop.services.texts import N_


class ExportPaper(StrEnum):
    """A paper that goes with goods abroad."""

    COMMERCIAL_INVOICE = "commercial_invoice"
    PACKING_LIST = "packing_list"
    CMR = "cmr"


WORDS = {
    ExportPaper.COMMERCIAL_INVOICE: N_("Commercial invoice (customs)"),
    ExportPaper.PACKING_LIST: N_("Packing list"),
    ExportPaper.CMR: N_("CMR data"),
}
# What each sentence asks, and where it is filled.
GAPS = {
    Gap.OWN_EORI: N_("Our EORI number is missing: give it in the settings, Company."),
    Gap.EORI: N_("EORI number of {names} missing: give it in the customer."),
    Gap.CN8: N_("Customs code (CN8) of {names} missing: give it in the product."),
    Gap.ORIGIN: N_("Country of origin of {names} missing: give it in the product."),
    Gap.WEIGHT: N_("Weight of {names} missing: give it in the product."),
    Gap.VALUE: N_("Value for customs of {names}, given free, missing: give a price in the product."),
    Gap.INCOTERM: N_("Incoterm of {names} missing, or none of 2020: give it with its place in the order."),
    Gap.PLACE: N_("Named place of the incoterm of {names} missing: give it in the order, for instance DAP Genève."),
    Gap.PARCELS: N_("Number of parcels of {names} missing: give it in the delivery, Parcels."),
    Gap.GROSS_WEIGHT: N_("Gross weight of {names} missing: give it in the delivery, Parcels."),
    Gap.CARRIER: N_("Carrier of {names} missing: give it in the delivery."),
}
_NAMED = 5


@dataclass(frozen=True, slots=True)
class PaperSet:
    """Which papers are asked of deliveries, and why their goods leave."""

    deliveries: tuple[int, ...]
    papers: tuple[ExportPaper, ...] = tuple(ExportPaper)
    reason: ExportReason = ExportReason.SALE


class ExportPapers:
    """Draws the papers; nothing is numbered or kept: they say what their delivery says."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def pdf(self, asked: PaperSet) -> bytes:
        """Return the papers of deliveries as one file, those of a delivery together; raise `export.no_paper`."""
        with self._store.read() as session:
            drawn = [_drawn(data) for delivery in asked.deliveries for data in _contents(session, delivery, asked)]
        if not drawn:
            raise DomainError("export.no_paper")
        if len(drawn) == 1:
            return drawn[0]
        stream = io.BytesIO()
        documents.merge(drawn, stream)
        return stream.getvalue()

    def each(self, asked: PaperSet) -> Iterator[tuple[str, ExportPaper, bytes]]:
        """Give each paper alone, with the number of its delivery."""
        with self._store.read() as session:
            for delivery in asked.deliveries:
                shipment = shipments.of_delivery(session, delivery)
                for paper in asked.papers:
                    yield str(shipment.delivery.name), paper, _drawn(_content(session, shipment, paper, asked))

    def lacks(self, delivery_ids: Iterable[int]) -> tuple[Lack, ...]:
        """Return what the papers of deliveries lack, each thing once."""
        with self._store.read() as session:
            found = [
                lack
                for delivery_id in delivery_ids
                for lack in shipments.lacks(shipments.of_delivery(session, delivery_id))
            ]
        return tuple(dict.fromkeys(found))


def told(lacks: Collection[Lack]) -> list[str]:
    """Say what is missing: a sentence for each kind of thing, with the records to fill."""
    spoken = texts.current()
    sentences = []
    for gap, template in GAPS.items():
        names = list(dict.fromkeys(lack.name for lack in lacks if lack.gap is gap))
        if names:
            written = ", ".join(names[:_NAMED]) + ("…" if names[_NAMED:] else "")
            sentences.append(spoken.gettext(template).format(names=written))
    return sentences


def _contents(session: Session, delivery_id: int, asked: PaperSet) -> Iterator[ExportPaperData]:
    shipment = shipments.of_delivery(session, delivery_id)
    for paper in asked.papers:
        yield _content(session, shipment, paper, asked)


def _content(session: Session, shipment: Shipment, paper: ExportPaper, asked: PaperSet) -> ExportPaperData:
    from adv_desktop.services.printing import export_papers as printing

    if paper is ExportPaper.COMMERCIAL_INVOICE:
        return printing.customs_invoice(session, shipment, asked.reason)
    if paper is ExportPaper.PACKING_LIST:
        return printing.packing_list(session, shipment)
    return printing.cmr(session, shipment, _attached(asked.papers))


def _attached(papers: Sequence[ExportPaper]) -> list[str]:
    """Return the papers that go with the note, by their English names."""
    return [WORDS[paper] for paper in papers if paper is not ExportPaper.CMR]


def _drawn(data: ExportPaperData) -> bytes:
    stream = io.BytesIO()
    documents.render_export(data, stream)
    return stream.getvalue()

"""The payment block: when, how, on which account, and the QR code that fills a transfer (EPC069-12)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from adv_desktop.models.enums import PaymentMethod
from adv_desktop.models.values import from_minor
from adv_desktop.services.documents import styles
from adv_desktop.services.documents.content import Payment
from adv_desktop.services.documents.pen import INNER, LEFT, RIGHT, Pen
from adv_desktop.services.documents.styles import BORDER, QUIET, SMALL, STRONG, Style
from adv_desktop.services.documents.tags import Role
from adv_desktop.services.documents.voice import Voice, grouped

QR_SIDE = 80.0
QR_NAME = 70
# Every mask is read back alike. On payment codes this one scores within 5 % of the best, and choosing among the eight
# takes as long as the rest of the page.
_MASK = 4
STEP = 12.6
TITLE = Style(font=styles.STRONG.font, size=9.6, leading=12)
DATE_COLUMNS = 3


def epc_payload(payment: Payment, minor: int, text: str) -> str:
    """Return the text of the EPC QR code; an RF reference goes to the structured field, anything else to the text."""
    structured = payment.reference if payment.reference.startswith("RF") else ""
    lines = [
        "BCD",
        "002",
        "1",
        "SCT",
        payment.bic,
        payment.holder[:QR_NAME],
        payment.iban.replace(" ", ""),
        f"EUR{from_minor(minor)}",
        "",
        structured,
        "" if structured else text,
    ]
    return "\n".join(lines).rstrip("\n")


@dataclass(frozen=True)
class PaymentBlock:
    """How to pay `due`; nothing to pay prints no account and no code."""

    payment: Payment
    due: int
    currency: str
    number: str
    voice: Voice

    @cached_property
    def height(self) -> float:
        """Height in points."""
        text = (
            29
            + len(self._terms) * 10.9
            + len(self._facts) * STEP
            + (len(self._instalments) + DATE_COLUMNS - 1) // DATE_COLUMNS * STEP
        )
        return max(text, QR_SIDE + 22 if self._has_code else 0)

    @property
    def _has_code(self) -> bool:
        payment = self.payment
        return (
            payment.method is PaymentMethod.TRANSFER
            and bool(payment.iban)
            and self.currency == "EUR"
            and 0 < self.due <= 99_999_999_999
            and bool(self.number)
        )

    @cached_property
    def _terms(self) -> tuple[str, ...]:
        return QUIET.wrap(self.payment.terms, INNER - QR_SIDE - 40)

    @cached_property
    def _instalments(self) -> list[str]:
        if len(self.payment.instalments) < 2:
            return []
        formats = self.voice.formats
        return [
            f"{formats.date(part.due)} : {formats.money(part.amount, self.currency)}"
            if formats.language == "fr"
            else f"{formats.date(part.due)}: {formats.money(part.amount, self.currency)}"
            for part in self.payment.instalments
        ]

    @property
    def _title(self) -> str:
        _ = self.voice.gettext
        ways = {
            PaymentMethod.TRANSFER: _("Payment by bank transfer"),
            PaymentMethod.CHEQUE: _("Payment by cheque"),
            PaymentMethod.CARD: _("Payment by card"),
            PaymentMethod.CASH: _("Payment in cash"),
            PaymentMethod.DIRECT_DEBIT: _("Payment by direct debit"),
            PaymentMethod.BILL_OF_EXCHANGE: _("Payment by bill of exchange"),
        }
        way = ways[self.payment.method]
        instalments = self.payment.instalments
        if len(instalments) == 1:
            date = self.voice.formats.date(instalments[0].due)
            if self.payment.method in {PaymentMethod.DIRECT_DEBIT, PaymentMethod.BILL_OF_EXCHANGE}:
                return _("{way} due on {date}").format(way=way, date=date)
            return _("{way} by {date} at the latest").format(way=way, date=date)
        if instalments:
            return _("{way} in {count} instalments").format(way=way, count=len(instalments))
        return way

    @cached_property
    def _facts(self) -> list[tuple[str, str]]:
        _ = self.voice.gettext
        payment = self.payment
        reference = payment.reference
        if self.number and reference and reference != self.number:
            reference = f"{reference}  ({self.number})"
        bank = " · ".join(part for part in (payment.bic, payment.bank) if part)
        facts = [
            (_("Account holder"), payment.holder),
            ("IBAN", grouped(payment.iban, 4)),
            ("BIC", bank),
            (_("Mandate"), payment.mandate),
            (_("Creditor identifier"), payment.creditor_id),
            (_("Reference to quote"), reference or self.number),
        ]
        lines = [(label, STRONG.wrap(value, INNER - QR_SIDE - 140)) for label, value in facts]
        return [(label if at == 0 else "", line) for label, wrapped in lines for at, line in enumerate(wrapped)]

    def draw(self, pen: Pen, top: float) -> None:
        """Draw the block with its upper edge at `top`."""
        pen.box(LEFT, top, INNER, self.height, stroke=BORDER)
        with pen.tag(Role.HEADING):
            pen.text(LEFT + 10, top + 15, self._title, TITLE.fitted(self._title, INNER - QR_SIDE - 40, 7))
        y = pen.lines(LEFT + 10, top + 27, self._terms, QUIET) + 3.5
        for at in range(0, len(self._instalments), DATE_COLUMNS):
            for place, part in enumerate(self._instalments[at : at + DATE_COLUMNS]):
                with pen.tag(Role.PARAGRAPH):
                    pen.text(LEFT + 10 + place * 132, y, part, STRONG)
            y += STEP
        self._draw_facts(pen, y)
        if self._has_code:
            self._draw_code(pen, top)

    def _draw_facts(self, pen: Pen, y: float) -> None:
        column = max([86.0, *(QUIET.width(label) + 10 for label, _ in self._facts)])
        for label, value in self._facts:
            if label:
                pen.tagging.next_block()
            pen.text(LEFT + 10, y, label, QUIET)
            pen.text(LEFT + 10 + column, y, value, STRONG)
            y += STEP

    def _draw_code(self, pen: Pen, top: float) -> None:
        import segno

        payload = epc_payload(self.payment, self.due, self.number)
        code = segno.make(payload, error="m", micro=False, encoding="utf-8", mask=_MASK, boost_error=False)
        alt = self.voice.gettext("QR code that fills in a transfer of {amount} to {holder}").format(
            amount=self.voice.formats.money(self.due, self.currency), holder=self.payment.holder
        )
        pen.modules(code.matrix, RIGHT - 10 - QR_SIDE, top + 6, QR_SIDE, alt)
        pen.text(
            RIGHT - 10 - QR_SIDE / 2, top + QR_SIDE + 15, self.voice.gettext("Pay by QR code (SEPA)"), SMALL, "centre"
        )

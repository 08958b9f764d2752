"""The month for management: indicators, four charts, late lines and aged balance, on two pages."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import BinaryIO

from adv_desktop.services.documents import styles
from adv_desktop.services.documents.blocks import Head, Notice, Title, paragraphs
from adv_desktop.services.documents.content import Issuer
from adv_desktop.services.documents.layout import Flow, Sheet
from adv_desktop.services.documents.styles import BODY, SMALL, STRONG
from adv_desktop.services.documents.table import Cell, Column, Look, Row, Table
from adv_desktop.services.documents.voice import Voice, voice
from adv_desktop.services.exports import sheets
from adv_desktop.services.exports.report_charts import AGEING_COLOURS, BLUE, GREEN, PALE_BLUE, Bars, Columns, Pair
from adv_desktop.services.exports.report_data import Figure, Indicator, MonthlyReport, Share, Unit
from adv_desktop.services.exports.summary import chosen, trend

TOP = 15
ROW = 14.5
CUSTOMERS = 7


def render(report: MonthlyReport, issuer: Issuer, stream: BinaryIO) -> None:
    """Write the management report to a stream; the same report gives the same bytes."""
    say = voice(report.language)
    _ = say.gettext
    flow = Flow()
    title = _("MONTHLY REPORT")
    month = say.formats.month(report.month)
    state = _("final") if report.closed else _("provisional")
    facts = ((_("Month"), month), (_("Closed at"), say.formats.moment(report.closed_at)), (_("Figures"), state))
    flow.add(Head(issuer, say, title, "", facts))
    _indicators(report, issuer, say).place(flow)
    for pair in _charts(report, say):
        flow.add(pair, gap=8)
    for name, texts in ((sheets.HIGHLIGHTS_TITLE, report.highlights), (sheets.DECISIONS_TITLE, report.decisions)):
        if texts:
            flow.add(Notice(_(name), tuple(f"• {text}" for text in texts), ground=styles.PALE), gap=8)
    _add_lists(report, issuer, say, flow)
    Sheet(say, issuer, title, month, "", made=report.closed_at).write(flow, stream)


def _look(issuer: Issuer) -> Look:
    return Look(issuer.colour, styles.text_on(issuer.colour))


def _indicators(report: MonthlyReport, issuer: Issuer, say: Voice) -> Table:
    _ = say.gettext
    columns = [Column(_("Indicator"), wide=True)]
    titles = (say.formats.month(report.month).capitalize(), _("Last year"), _("Gap"), _("Year to date"), _("Gap"))
    columns += [Column(title, "right") for title in titles]
    columns.append(Column(_("Trend"), "right"))
    rows = [_indicator(indicator, say) for indicator in chosen(report)]
    return Table(columns, rows, _look(issuer), pad=ROW)


def _indicator(indicator: Indicator, say: Voice) -> Row:
    shown = trend(indicator, say.texts)
    colour = f"#{shown.color}" if shown.color else styles.INK
    return Row((
        Cell(indicator.name),
        Cell(written(indicator.unit, indicator.value, say), style=STRONG),
        Cell(written(indicator.unit, indicator.previous, say)),
        _gap(indicator, indicator.value, indicator.previous, say),
        Cell(written(indicator.unit, indicator.year_to_date, say)),
        _gap(indicator, indicator.year_to_date, indicator.year_to_date_previous, say),
        Cell(str(shown.value), style=BODY.coloured(colour)),
    ))  # fmt: skip


def written(unit: Unit, value: Figure, say: Voice) -> str:
    """Write a figure with its unit; « — » where there is none."""
    if value is None:
        return "—"
    if unit is Unit.MONEY:
        return say.formats.money(int(value))
    if unit is Unit.PERCENT:
        return say.formats.percent(Decimal(value))
    number = say.formats.quantity(Decimal(value))
    return f"{number}\u00a0{say.gettext('d')}" if unit is Unit.DAYS else number


def _gap(indicator: Indicator, value: Figure, base: Figure, say: Voice) -> Cell:
    if value is None or base is None:
        return Cell("—")
    now, then = Decimal(value), Decimal(base)
    if indicator.unit in {Unit.MONEY, Unit.COUNT}:
        if not then:
            return Cell("—")
        change = ((now - then) / abs(then) * 100).quantize(Decimal("0.1"))
        text = say.formats.percent(abs(change))
    else:
        change = now - then
        unit = "pt" if indicator.unit is Unit.PERCENT else say.gettext("d")
        text = f"{say.formats.quantity(abs(change))}\u00a0{unit}"
    if not change:
        return Cell("=")
    bad = (change > 0) != (indicator.better > 0)
    return Cell(("+" if change > 0 else "−") + text, style=BODY.coloured("#A11B1B") if bad else BODY)


def _charts(report: MonthlyReport, say: Voice) -> list[Pair]:
    _ = say.gettext
    months = report.months[-12:]
    labels = [say.formats.short_month(month.start).rsplit(" ", 1)[0] for month in months]
    sales = [month.sales for month in months]
    by_year = Columns(_(sheets.SALES_CHART), labels, (
        (_("Turnover"), BLUE, sales), (_("Turnover last year"), PALE_BLUE, [month.sales_previous for month in months]),
    ), say.formats)  # fmt: skip
    intake = Columns(_("Order intake and turnover (k€)"), labels, (
        (_("Order intake"), GREEN, [month.order_intake for month in months]), (_("Turnover"), BLUE, sales),
    ), say.formats)  # fmt: skip
    ageing = Bars(_("Aged balance incl. VAT"), _bars(report.ageing_bars), AGEING_COLOURS, say.formats)
    customers = Bars(_("Main customers of the month"), _bars(report.top_customers[:CUSTOMERS]), (BLUE,), say.formats)
    return [Pair(by_year, intake), Pair(ageing, customers)]


def _bars(shares: Sequence[Share]) -> list[tuple[str, int]]:
    return [(share.label, share.value) for share in shares]


def _add_lists(report: MonthlyReport, issuer: Issuer, say: Voice, flow: Flow) -> None:
    _ = say.gettext
    if report.late or report.ageing:
        flow.turn()
    if report.late:
        flow.add(Title(_(sheets.LATE.title)))
        _late(report, issuer, say).place(flow)
        _add_rest(len(report.late), say, flow)
    if report.ageing:
        flow.add(Title(_(sheets.AGEING.title)), gap=12, keep=60)
        _ageing(report, issuer, say).place(flow)
        _add_rest(len(report.ageing), say, flow)


def _add_rest(count: int, say: Voice, flow: Flow) -> None:
    if count > TOP:
        text = say.gettext("{count} more in the workbook").format(count=count - TOP)
        for block in paragraphs([text], SMALL):
            flow.add(block, gap=3)


def _late(report: MonthlyReport, issuer: Issuer, say: Voice) -> Table:
    _ = say.gettext
    columns = [
        Column(_("No."), widest=80), Column(_("Customer"), wide=True), Column(_("Item code"), widest=70),
        Column(_("Still due"), "right"), Column(_("Still due excl. VAT"), "right"),
        Column(_("Last promised date"), "right"), Column(_("Days late"), "right"),
    ]  # fmt: skip
    worst = sorted(report.late, key=lambda row: (-row.days_late, -row.net, row.number))[:TOP]
    rows = [
        Row((
            Cell(row.number), Cell(row.customer), Cell(row.product_code), Cell(say.formats.quantity(row.quantity)),
            Cell(say.formats.money(row.net), style=STRONG),
            Cell(say.formats.date(row.promised_on) if row.promised_on else "—"), Cell(str(row.days_late)),
        ))
        for row in worst
    ]  # fmt: skip
    return Table(columns, rows, _look(issuer), pad=ROW)


def _ageing(report: MonthlyReport, issuer: Issuer, say: Voice) -> Table:
    _ = say.gettext
    titles = (_("Outstanding"), _("Not due"), _("1–30 days"), _("31–60 days"), _("61–90 days"), _("Over 90 days"))
    columns = [Column(_("Customer"), wide=True), *(Column(title, "right") for title in titles)]
    most = sorted(report.ageing, key=lambda row: (row.not_due - row.total, row.customer_code))[:TOP]
    rows = [
        Row((
            Cell(row.customer), Cell(say.formats.money(row.total), style=STRONG),
            *(Cell(say.formats.money(part)) for part in
              (row.not_due, row.days_1_30, row.days_31_60, row.days_61_90, row.over_90)),
        ))
        for row in most
    ]  # fmt: skip
    return Table(columns, rows, _look(issuer), pad=ROW)

"""What `adv` can do: each noun with its module, imported only when it is asked for."""

from __future__ import annotations

from dataclasses import dataclass

from adv_desktop.services.texts import N_


@dataclass(frozen=True, slots=True)
class Noun:
    """The module that registers the verbs of a noun, and what the overview says of it."""

    module: str
    summary: str


NOUNS: dict[str, Noun] = {
    "init": Noun("init", N_("make the database of a company")),
    "demo": Noun("init", N_("make a demonstration company")),
    "customer": Noun("masters", N_("create or show a customer")),
    "product": Noun("masters", N_("create or show a product")),
    "import": Noun("imports", N_("load customers, products, prices, stock, orders, open items")),
    "quotation": Noun("quotations", N_("create, show or accept quotations")),
    "order": Noun("orders", N_("create, show, check, confirm, close short or list orders")),
    "deliver": Noun("deliveries", N_("ship orders, whole or in part")),
    "prepare": Noun("preparations", N_("make deliveries to pick, with their picking lists")),
    "ship": Noun("preparations", N_("have a prepared delivery leave")),
    "packaging": Noun("packaging", N_("kinds of returnable packaging, vouchers, deposits, their drafts")),
    "charge-vat": Noun("preparations", N_("sell what a delivery takes into the Union with French VAT")),
    "complete": Noun("completions", N_("record services as carried out")),
    "return": Noun("returns", N_("show a return of goods, write its voucher")),
    "stock": Noun("stock", N_("show, receive, count, throw away or move stock")),
    "serial": Noun("serials", N_("find units by their serial number")),
    "inventory": Noun("inventory", N_("write the count sheet, post what differs")),
    "depot": Noun("depots", N_("open depots at customers, send there, bring back, record what was used, list")),
    "invoice": Noun("invoices", N_("draft, issue or show invoices")),
    "status": Noun("statuses", N_("record, show or write the statuses of electronic invoices")),
    "contract": Noun("contracts", N_("write, list, stop or invoice contracts that come back")),
    "recurring": Noun("recurring", N_("list, add or run recurring orders")),
    "closure": Noun("days_off", N_("list, add or remove our days off")),
    "carrier": Noun("carriers", N_("list or add carriers")),
    "promotion": Noun("promotions", N_("list, add or end promotions")),
    "insured": Noun("insured", N_("list, add or end insured amounts of customers")),
    "deposit": Noun("deposits", N_("draft a deposit invoice on an order")),
    "credit": Noun("credits", N_("draft a credit note")),
    "pay": Noun("payments", N_("record, reverse or refund a payment")),
    "claim": Noun("claims", N_("open, decide, close or list claims")),
    "outbox": Noun("outbox", N_("list or send the messages that wait")),
    "interest": Noun("terms", N_("compute late interest on an invoice")),
    "due-dates": Noun("terms", N_("try payment terms")),
    "report": Noun("reports", N_("report on a month")),
    "export": Noun("exports", N_("write orders, deliveries or invoices to a file")),
    "check-einvoice": Noun("einvoices", N_("check an electronic invoice of anyone")),
    "month-end": Noun("month_end", N_("count what a month leaves behind, or write it for accounting")),
    "close": Noun("closing", N_("close a month: no document may be dated in it any more")),
    "archive": Noun("closing", N_("write the archive of a year, or check one")),
    "backup": Noun("upkeep", N_("make a verified backup")),
    "restore": Noun("upkeep", N_("put a backup back")),
    "verify": Noun("upkeep", N_("check everything the database holds")),
    "recount": Noun("upkeep", N_("count the sums of the dashboards again")),
}

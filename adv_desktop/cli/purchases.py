"""`adv export purchase-request`: what purchasing is asked to buy, as a workbook or as a paper."""

from __future__ import annotations

import argparse
import hashlib
from pathlib import Path

from adv_desktop.cli.console import Console
from adv_desktop.cli.figures import JsonValue, number
from adv_desktop.cli.output import Answer
from adv_desktop.cli.verbs import Verbs
from adv_desktop.services.queries import to_buy
from adv_desktop.services.texts import N_, ngettext
from adv_desktop.services.whole_files import whole


def register_export(verbs: Verbs) -> None:
    """Declare the verb."""
    verb = verbs.add("export purchase-request", N_("write what purchasing is asked to buy"), export_request)
    verb.option("--out", "FILE", N_("the file, .xlsx, .csv or .pdf; the paper also says what the stock lacks"),
                required=True)  # fmt: skip


def export_request(asked: argparse.Namespace, console: Console) -> Answer:
    """Write the request; its lines are those that orders are bought for."""
    from adv_desktop.services import stock_files

    path = Path(asked.out)
    with console.services.store.read() as session:
        wanted = to_buy.lines(session)
        if path.suffix.lower() != ".pdf":
            stock_files.write_to_buy(session, path)
    if path.suffix.lower() == ".pdf":
        content = console.services.copies.purchase_request(console.clock.today())
        with whole(path) as part:
            part.write_bytes(content)
    lines: list[JsonValue] = [
        {
            "order": line.number, "line": line.line, "product": line.product, "quantity": number(line.quantity),
            "supply": line.supply.value, "leaves_on": line.leaves_on.isoformat() if line.leaves_on else None,
            "customer": line.customer, "deliver_to": line.deliver_to or None,
        }
        for line in wanted
    ]  # fmt: skip
    said = ngettext("{count} row in {path}", "{count} rows in {path}", len(wanted))
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    return Answer(
        {"file": str(path), "rows": len(wanted), "sha256": sha256, "lines": lines},
        (said.format(count=len(wanted), path=path),),
    )

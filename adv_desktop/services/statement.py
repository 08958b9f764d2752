"""The statement of a verification: what was checked, where the chains end, what was found; as a sheet to keep.

Kept outside the program (printed, sent to the accountant), the last hashes tell whether a whole chain was made again.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from adv_desktop import __version__
from adv_desktop.models.audit import Closure, DocumentSeal
from adv_desktop.services import closures, integrity, texts
from adv_desktop.services.clock import Clock
from adv_desktop.services.formats import Formats
from adv_desktop.services.problems import Problem, Step
from adv_desktop.services.sentences import sentence
from adv_desktop.services.store import Store
from adv_desktop.services.texts import _


@dataclass(frozen=True, slots=True)
class ChainEnds:
    """How long the chains are and the hashes that they end with ("" when empty)."""

    seals: int
    last_seal: str
    closures: int
    last_closure: str
    closure_name: str


@dataclass(frozen=True, slots=True)
class Statement:
    """A verification of the chains of one file."""

    checked_at: dt.datetime
    path: Path
    ends: ChainEnds
    problems: tuple[Problem, ...]


def check(store: Store, clock: Clock, step: Step = integrity.ignored) -> Statement:
    """Verify the chains; `step(done, total)` may cancel."""
    problems = tuple(integrity.verify_chain(store, step))
    return Statement(clock.now(), store.path, chain_ends(store), problems)


def chain_ends(store: Store) -> ChainEnds:
    """Return where the chains of seals and closures end."""
    with store.read() as session:
        seals = session.execute(sa.select(sa.func.count()).select_from(DocumentSeal)).scalar_one()
        last_seal = session.scalar(sa.select(DocumentSeal.hash).order_by(DocumentSeal.id.desc()).limit(1))
        count = session.execute(sa.select(sa.func.count()).select_from(Closure)).scalar_one()
        last = session.scalar(sa.select(Closure).order_by(Closure.id.desc()).limit(1))
        name = closures.name(last.period, last.first_day) if last else ""
        return ChainEnds(seals, last_seal or "", count, last.hash if last else "", name)


def write(statement: Statement, path: Path) -> Path:
    """Write a statement to a workbook of two columns: what, and what was found."""
    from adv_desktop.services.exports.lists import ListColumn, write_xlsx

    columns = (ListColumn(_("Verification of the chain"), width=34), ListColumn(_("What was found"), width=90))
    write_xlsx(path, _("Verification of the chain"), columns, _rows(statement))
    return path


def _rows(statement: Statement) -> list[tuple[str, str]]:
    formats = Formats(texts.current().language)
    ends = statement.ends
    found = [(problem.where, sentence(problem.error, texts.current())) for problem in statement.problems]
    verdict = _("{count} faults").format(count=len(found)) if found else _("Nothing was altered.")
    return [
        (_("File"), statement.path.name),
        (_("Checked on"), formats.moment(statement.checked_at)),
        (_("Program"), f"ADV Desktop {__version__}"),
        (_("Sealed documents"), formats.integer(ends.seals)),
        (_("Hash of the last seal"), ends.last_seal),
        (_("Closures"), formats.integer(ends.closures)),
        (_("Last closure"), ends.closure_name),
        (_("Hash of the last closure"), ends.last_closure),
        (_("Verdict"), verdict),
        *found,
    ]

"""A disk that forgets: records every write under SQLite, then rebuilds what a power cut would leave of the files."""

import contextlib
from pathlib import Path

import apsw
import sqlalchemy as sa

SECTOR = 512


class Disk(apsw.VFS):
    """Passes everything through to the real disk and keeps the order of writes, truncations and flushes."""

    def __init__(self):
        self.log = []
        super().__init__("power", "")

    def xOpen(self, name, flags):
        return _File(self, name, flags)

    def xDelete(self, filename, syncdir):
        self.log.append(("truncate", Path(filename).name, 0))
        super().xDelete(filename, syncdir)


class _File(apsw.VFSFile):
    def __init__(self, disk, name, flags):
        self._log = disk.log
        self._name = Path(name.filename() if isinstance(name, apsw.URIFilename) else name).name
        super().__init__("", name, flags)

    def xWrite(self, data, offset):
        super().xWrite(data, offset)
        self._log.append(("write", self._name, offset, bytes(data)))

    def xTruncate(self, newsize):
        super().xTruncate(newsize)
        self._log.append(("truncate", self._name, newsize))

    def xSync(self, flags):
        super().xSync(flags)
        self._log.append(("sync", self._name))


def recorded(engine, work):
    """Return the statements of each write transaction that `work` commits through an engine."""
    transactions = []

    def execute(_connection, _cursor, statement, parameters, _context, many):
        if statement.startswith("BEGIN"):
            transactions.append([])
        # Rows that SQLAlchemy inserts by one statement come as « many » too, with the values of all of them in one row.
        several = many and isinstance(parameters[0], tuple)
        transactions[-1].append((statement, parameters, several))

    def close(_connection):
        if transactions and not transactions[-1][0][0].startswith("BEGIN IMMEDIATE"):
            transactions.pop()

    listeners = (("before_cursor_execute", execute), ("commit", close), ("rollback", close))
    for name, listener in listeners:
        sa.event.listen(engine, name, listener)
    work()
    for name, listener in listeners:
        sa.event.remove(engine, name, listener)
    return [transaction for transaction in transactions if transaction[0][0].startswith("BEGIN IMMEDIATE")]


def replay(path, transactions, pragmas):
    """Run transactions on a recording disk; return its log, with an entry ("acknowledged", n) after each commit."""
    disk = Disk()
    with contextlib.closing(apsw.Connection(str(path), vfs="power")) as connection:
        for name, value in pragmas.items():
            connection.execute(f"PRAGMA {name} = {value}")
        for count, transaction in enumerate(transactions, start=1):
            for statement, parameters, many in transaction:
                for values in parameters if many else [parameters]:
                    connection.execute(statement, values).fetchall()
            connection.execute("COMMIT")
            disk.log.append(("acknowledged", count))
    disk.unregister()
    return disk.log


def after_cut(log, cut, files, chance):
    """Return the files as a cut after `cut` entries may leave them, and how many commits were acknowledged.

    What was flushed is there; of the rest each write is there, lost, or torn at a sector.
    """
    contents = {name: bytearray(content) for name, content in files.items()}
    pending = {}
    told = 0
    for kind, name, *rest in log[:cut]:
        if kind == "acknowledged":
            told = name
        elif kind == "sync":
            for change in pending.pop(name, []):
                _apply(contents, name, change)
        else:
            pending.setdefault(name, []).append(rest)
    for name, changes in pending.items():
        for change in changes:
            fate = chance.random()
            if fate < 0.5:
                _apply(contents, name, change)
            elif fate < 0.6 and len(change) == 2:
                _apply(contents, name, (change[0], change[1][: SECTOR * chance.randint(0, len(change[1]) // SECTOR)]))
    return contents, told


def _apply(contents, name, change):
    content = contents.setdefault(name, bytearray())
    if len(change) == 1:
        del content[change[0] :]
        return
    offset, data = change
    content.extend(bytes(max(0, offset + len(data) - len(content))))
    content[offset : offset + len(data)] = data

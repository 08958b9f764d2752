"""The archive of a year: whole, the same each time, and checked without the program."""

import csv
import hashlib
import io
import shutil
import subprocess
import zipfile
from itertools import pairwise

import pytest

from adv_desktop.models.errors import DomainError, KnownError
from adv_desktop.services import archive, archive_check
from adv_desktop.services.jobs import Cancelled
from tests.faults.company import open_company, reopen
from tests.faults.story import tell


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    path = tmp_path_factory.mktemp("archive") / "company.db"
    services = open_company(path)
    tell(services, 2)
    services.close()
    return path


@pytest.fixture
def company(told, tmp_path):
    services = reopen(shutil.copy(told, tmp_path / "company.db"))
    yield services
    services.close()


def write(company, path, year=2026):
    return archive.write(company.store, company.clock, year, path)


def rows(file, name):
    return list(csv.DictReader(io.StringIO(file.read(f"donnees/{name}.csv").decode()), delimiter=";"))


def test_every_document_of_the_year_is_there_with_the_bytes_that_were_issued(company, tmp_path):
    done = write(company, tmp_path / "2026.zip")
    with zipfile.ZipFile(done.path) as file:
        names = set(file.namelist())
        issued = [
            f"documents/factures/FA202600000{rank}.{ending}" for rank in (1, 2) for ending in ("json", "pdf", "xml")
        ]
        assert names >= {*issued, "documents/livraisons/BL2026000004.pdf", "documents/reglements/REG2026000002.json"}
        assert file.read("documents/factures/FA2026000001.pdf").startswith(b"%PDF invoice FA2026000001")
        documents = {row["numero"]: row for row in rows(file, "documents")}
        assert (documents["REG2026000001"]["ttc"], documents["FA2026000001"]["devise"]) == ("50.00", "EUR")
        first = rows(file, "lignes")[0]
        assert (first["quantite"], first["prix_unitaire"], first["taux_tva"]) == ("2", "33.33", "20")
        described = {(row["fichier"], row["colonne"]) for row in rows(file, "colonnes")}
        assert {("journal.csv", "avant"), ("scelles.csv", "empreinte")} <= described
        assert "DIX ANS" in file.read("LISEZMOI.txt").decode()
    assert (done.documents, done.files) == (8, len(names))


def test_the_same_database_makes_the_same_archive(company, tmp_path):
    first, second = write(company, tmp_path / "1.zip"), write(company, tmp_path / "2.zip")
    assert first.sha256 == second.sha256 == hashlib.sha256((tmp_path / "1.zip").read_bytes()).hexdigest()


def test_the_notice_s_own_commands_check_files_and_seals(company, tmp_path):
    done = write(company, tmp_path / "2026.zip")
    folder = tmp_path / "out"
    with zipfile.ZipFile(done.path) as file:
        file.extractall(folder)
        seals = rows(file, "scelles")
    checked = subprocess.run(
        ["sha256sum", "-c", "empreintes.sha256"], cwd=folder, capture_output=True, text=True, check=True
    )
    assert checked.stdout.count(": OK") == done.files - 1
    for before, seal in pairwise(seals):
        command = f"(printf '%s\\n' {seal['precedente']}; cat {seal['fichier']}) | sha256sum"
        said = subprocess.run(["sh", "-c", command], cwd=folder, capture_output=True, text=True, check=True).stdout
        assert said.split()[0] == seal["empreinte"]
        assert seal["precedente"] == before["empreinte"]


def remade(source, target, change):
    """Copy an archive, its content passed through `change(name, bytes)`; None leaves an entry out."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            content = change(name, old.read(name))
            if content is not None:
                new.writestr(name, content)
        return target


INVOICE = "documents/factures/FA2026000001"
CHANGES = {
    "a file changed": (
        lambda name, content: content + b" " if name == f"{INVOICE}.pdf" else content,
        {("archive.changed", f"{INVOICE}.pdf")},
    ),
    "a file removed": (
        lambda name, content: None if name == f"{INVOICE}.xml" else content, {("archive.missing", f"{INVOICE}.xml")},
    ),
    "a document changed": (
        lambda name, content: content.replace(b"Vis inox", b"Vis acier") if name == f"{INVOICE}.json" else content,
        {("archive.changed", f"{INVOICE}.json"), ("archive.seal", f"{INVOICE}.json")},
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CHANGES)
def test_what_was_changed_in_an_archive_is_named(case, company, tmp_path):
    done = write(company, tmp_path / "2026.zip")
    assert archive_check.check(done.path).problems == ()
    change, expected = CHANGES[case]
    checked = archive_check.check(remade(done.path, tmp_path / "changed.zip", change))
    assert {(problem.code, problem.where) for problem in checked.problems} == expected


def test_a_file_that_is_no_archive_is_refused(tmp_path):
    (tmp_path / "x.zip").write_bytes(b"nothing")
    with pytest.raises(KnownError, match=r"archive\.unreadable"):
        archive_check.check(tmp_path / "x.zip")


def test_a_year_without_documents_and_a_year_to_come_are_refused(company, tmp_path):
    for year, code in ((2025, "archive.empty_year"), (2027, "archive.future_year")):
        with pytest.raises(DomainError, match=code.replace(".", r"\.")):
            write(company, tmp_path / "x.zip", year)
    assert not (tmp_path / "x.zip").exists()
    assert archive.years(company.store) == [2026]


def test_a_cancel_leaves_no_file(company, tmp_path):
    def stop(_done, _total):
        raise Cancelled

    with pytest.raises(Cancelled):
        archive.write(company.store, company.clock, 2026, tmp_path / "2026.zip", stop)
    assert [path.name for path in tmp_path.iterdir() if "zip" in path.name] == []

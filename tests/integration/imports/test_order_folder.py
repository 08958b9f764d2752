"""The watched folder: what waits in it, and what does not come back."""

import os
import time

import pytest

from adv_desktop.services.imports.order_folder import OrderFolder
from tests.integration.imports.files import text
from tests.support.company import new_company

ORDER = "Code client;C1\nCommande;PO-1\nCode;Désignation;Qté\nP1;Article P1;3\n"


@pytest.fixture
def services(tmp_path):
    made = new_company(tmp_path / "company.db")
    yield made
    made.close()


@pytest.fixture
def folder(services, tmp_path):
    path = tmp_path / "commandes"
    path.mkdir()
    services.settings.set("order_folder", str(path))
    return path


def put(folder, name, content=ORDER, age=60):
    path = text(folder / name, content)
    moment = time.time() - age
    os.utime(path, (moment, moment))
    return path


def names(watched):
    return [file.path.name for file in watched.waiting().files]


def test_without_a_folder_nothing_waits(services):
    assert OrderFolder(services.store, services.clock).waiting().folder is None


def test_order_files_wait_the_oldest_first_and_other_files_do_not(services, folder):
    put(folder, "b.csv", age=60)
    put(folder, "a.pdf", "%PDF", age=600)
    for name in ("~$b.xlsx", ".cache.csv", "photo.heic", "lisezmoi.docx"):
        put(folder, name)
    (folder / "archives.csv").mkdir()
    assert names(OrderFolder(services.store, services.clock)) == ["a.pdf", "b.csv"]


def test_a_file_that_is_being_written_waits_until_it_is_whole(services, folder):
    watched = OrderFolder(services.store, services.clock)
    path = put(folder, "a.csv", age=0)
    put(folder, "empty.csv", "")
    assert names(watched) == []
    os.utime(path, (time.time() - 60, time.time() - 60))
    assert names(watched) == ["a.csv"]


def test_a_file_that_was_written_to_an_order_does_not_come_back_even_renamed(services, folder):
    watched = OrderFolder(services.store, services.clock)
    path = put(folder, "a.csv")
    services.order_imports.write(services.order_imports.preview(path))
    put(folder, "copie de a.csv")
    assert names(watched) == []
    assert path.exists()  # nothing is moved without asking


def test_what_is_put_aside_stays_away_until_it_is_taken_back(services, folder):
    put(folder, "a.csv")
    watched = OrderFolder(services.store, services.clock)
    (file,) = watched.waiting().files
    watched.put_aside(file)
    watched.put_aside(file)
    assert names(OrderFolder(services.store, services.clock)) == []
    watched.show_again(file)
    assert names(watched) == ["a.csv"]
    put(folder, "a.csv", ORDER + "P2;Article P2;1\n")  # another content under the same name is another file
    watched.put_aside(file)
    assert names(watched) == ["a.csv"]


def test_a_folder_that_vanished_is_told(services, folder):
    watched = OrderFolder(services.store, services.clock)
    folder.rmdir()
    told = watched.waiting()
    assert (told.missing, told.files, told.folder) == (True, (), folder)

"""The installed command itself: a process, its outputs, what it loads."""

import json
import subprocess
import sys

from tests.integration.cli.driver import COMPANY

PROGRAM = "import sys; from adv_desktop.cli import main; sys.exit(main())"


def run(*words, program=PROGRAM, **more):
    return subprocess.run([sys.executable, "-c", program, *words], capture_output=True, check=False, **more)


def test_due_dates_load_no_database_library():
    heavy = "{'sqlalchemy', 'reportlab', 'lxml', 'openpyxl'}"
    program = PROGRAM.replace("sys.exit(main())", f"main(); print(sorted(set(sys.modules) & {heavy}))")
    words = ("due-dates", "--terms", "45 j FM", "--date", "2026-11-24", "--amount", "10")
    done = run(*words, program=program)
    assert done.stdout.decode().splitlines()[-1] == "[]"


def test_json_is_utf8_whatever_the_locale(tmp_path, monkeypatch):
    monkeypatch.setenv("LC_ALL", "C")
    monkeypatch.setenv("PYTHONUTF8", "0")
    monkeypatch.setenv("PYTHONCOERCECLOCALE", "0")
    path = tmp_path / "co.json"
    path.write_text(json.dumps({**COMPANY, "legal_name": "L'Œil de Bœuf – épicerie"}), encoding="utf-8")
    done = run("init", "--company", str(path), "--database", str(tmp_path / "a.db"), "--json")
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout.decode("utf-8"))["company"] == "L'Œil de Bœuf – épicerie"


def test_options_stand_before_or_after_the_verb(tmp_path):
    before = run("--lang", "en", "--json", "order", "show", "1", "--database", str(tmp_path / "none.db"))
    after = run("order", "show", "1", "--json", f"--database={tmp_path / 'none.db'}", "--lang=en")
    assert (before.returncode, before.stdout) == (after.returncode, after.stdout)
    assert json.loads(before.stdout)["error"]["code"] == "database.missing"


def test_help_is_french_and_lists_every_verb(capsys):
    from adv_desktop.cli import main
    from adv_desktop.cli.nouns import NOUNS

    assert main(["--help"]) == 0
    overview = capsys.readouterr().out
    assert all(f"  {noun} " in overview for noun in NOUNS)
    assert main(["deliver", "--help"]) == 0
    page = capsys.readouterr().out
    assert page.startswith("Usage\u00a0: adv deliver")
    assert "la quantité qui part" in page


def test_a_reader_that_stops_early_is_no_bug():
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM, "--help"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        process.stdout.close()
        assert (process.wait(), process.stderr.read()) == (0, b"")

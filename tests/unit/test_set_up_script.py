"""The set-up script: what it skips, what it asks for, how it reports."""

import subprocess
import sys

import pytest

from installer import dev


@pytest.fixture
def calls(monkeypatch):
    """Every command that would have been run."""
    run = []
    monkeypatch.setattr(subprocess, "run", lambda command, **_: run.append([str(word) for word in command]))
    monkeypatch.setattr(subprocess, "call", lambda command, **_: run.append([str(word) for word in command]) or 0)
    return run


def test_a_stamp_holds_until_a_lock_file_changes(tmp_path):
    lock, stamp = tmp_path / "requirements.lock", tmp_path / "stamp"
    lock.write_text("a==1\n")
    assert not dev.up_to_date(stamp, [lock])
    dev.write_stamp(stamp, [lock])
    assert dev.up_to_date(stamp, [lock])
    lock.write_bytes(b"a==1\r\n")
    assert dev.up_to_date(stamp, [lock]), "git's line ends are no change"
    lock.write_text("a==2\n")
    assert not dev.up_to_date(stamp, [lock])


def test_packages_are_missing_when_their_library_program_or_file_is():
    found = dev.missing_packages(
        {"libnothing": "libnothing.so.9"},
        {"python": sys.executable, "none": "no-such-program", "jar": "/nowhere/thing.jar", "file": __file__},
    )
    assert found == ["libnothing", "none", "jar"]


def test_an_administrator_gets_the_packages_installed(monkeypatch, calls):
    monkeypatch.setattr(dev, "privilege", lambda: ["sudo", "-n"])
    monkeypatch.setattr(dev.shutil, "which", lambda program: program)
    dev.install_system_packages(["xvfb", "xauth"])
    assert calls[0][:4] == ["sudo", "-n", "apt-get", "update"]
    assert calls[1][:4] == ["sudo", "-n", "apt-get", "install"]
    assert {"xvfb", "xauth"} <= set(calls[1])


def test_another_user_is_told_the_one_line(monkeypatch):
    monkeypatch.setattr(dev, "privilege", lambda: None)
    monkeypatch.setattr(dev.shutil, "which", lambda program: program)
    with pytest.raises(dev.CannotSetUpError, match="sudo apt-get install -y --no-install-recommends libegl1"):
        dev.install_system_packages(["libegl1"])


def test_a_system_without_apt_is_told_what_is_missing(monkeypatch):
    monkeypatch.setattr(dev.shutil, "which", lambda _program: None)
    with pytest.raises(dev.CannotSetUpError, match=r"libEGL\.so\.1 Xvfb"):
        dev.install_system_packages(["libegl1", "xvfb"])


def test_python_without_venv_gets_it_first(monkeypatch, calls, tmp_path):
    asked = []
    monkeypatch.setattr(dev, "PYTHON", tmp_path / "none")
    monkeypatch.setattr(dev.importlib.util, "find_spec", lambda _name: None)
    monkeypatch.setattr(dev, "install_system_packages", asked.extend)
    dev.make_environment()
    assert asked == ["python3-venv"]
    assert calls[0][1:4] == ["-m", "venv", "--clear"]


def test_the_summary_names_what_failed(capsys):
    step = dev.Step("mypy", [], "")
    assert dev.summary([dev.Outcome(step, 0, 1.5, "")]) == 0
    assert dev.summary([dev.Outcome(step, 1, 1.5, "3 failed in 2.0s")]) == 1
    assert capsys.readouterr().out.splitlines()[-2:] == [
        "FAILED mypy              1.5 s  3 failed in 2.0s",
        "FAILED: mypy",
    ]


def test_a_step_shows_its_output_and_keeps_the_closing_line(capsys):
    script = "print('==== 2 passed in 0.10s ====')"
    outcome = dev.check(dev.Step("tests", [sys.executable, "-c", script], "see above"))
    assert outcome.code == 0
    assert outcome.closing == "2 passed in 0.10s"
    failing = dev.check(dev.Step("tests", [sys.executable, "-c", "raise SystemExit(3)"], "see above"))
    assert failing.code == 3
    assert "FAILED: tests — see above" in capsys.readouterr().out


def test_an_unknown_command_prints_the_usage(capsys):
    assert dev.main(["dance"]) == 2
    assert "installer/dev.py run" in capsys.readouterr().out

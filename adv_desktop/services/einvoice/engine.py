"""The official rules (schematron), run by Saxon in one long-lived process beside the program.

A process, not a thread: the engine is a machine of its own (some 230 MB) whose failure must not take the window
along. Compiling a set of rules takes 0.3–0.6 s, once; a document then 10–50 ms. Without saxonche nothing runs.
"""

from __future__ import annotations

import contextlib
import importlib.util
import multiprocessing
import re
import threading
from collections.abc import Sequence
from functools import cache
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

from adv_desktop.services.einvoice.faults import Fault, Flag, official

if TYPE_CHECKING:
    from saxonche import PySaxonProcessor, PyXslt30Processor, PyXsltExecutable

TIME_LIMIT = 60.0
ABORTED = "XSLT"
_SVRL = "{http://purl.oclc.org/dsdl/svrl}"
_SPACES = re.compile(r"\s+")
_STEP = re.compile(r"\*:(\w+)\[namespace-uri\(\)='[^']*'\]\[(\d+)\]")
_FRENCH = re.compile(r"(BR-FR-(?:[A-Z]+-)?\d+)[_-].*")

Answer = list[list[Fault]]


def is_available() -> bool:
    """Tell whether the engine of the official rules is installed."""
    return importlib.util.find_spec("saxonche") is not None


@cache
def engine() -> RuleEngine:
    """Return the one engine of this process; it starts with the first document."""
    return RuleEngine()


class RuleEngine:
    """Runs sets of rules on documents, one document at a time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: BaseProcess | None = None
        self._connection: Connection | None = None

    def run(self, xml: str, rules: Sequence[str], time_limit: float = TIME_LIMIT) -> Answer | None:
        """Return the faults of a document by each set of rules; None when the engine is missing or fails."""
        if not is_available():
            return None
        with self._lock:
            connection = self._started()
            try:
                connection.send((xml, list(rules)))
                answer: Answer | None = connection.recv() if connection.poll(time_limit) else None
            except (EOFError, OSError):
                answer = None
            if answer is None:
                self._stop()
            return answer

    def close(self) -> None:
        """End the process."""
        with self._lock:
            self._stop()

    def _started(self) -> Connection:
        if self._connection is None or self._process is None or not self._process.is_alive():
            self._stop()
            context = multiprocessing.get_context("spawn")
            self._connection, there = context.Pipe()
            self._process = context.Process(target=_serve, args=(there,), daemon=True, name="adv-rules")
            self._process.start()
            there.close()
        return self._connection

    def _stop(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.join()
        if self._connection is not None:
            self._connection.close()
        self._process = self._connection = None


def _serve(connection: Connection) -> None:
    """Answer documents until the program goes away."""
    from saxonche import PySaxonProcessor

    with contextlib.suppress(EOFError, OSError, KeyboardInterrupt), PySaxonProcessor(license=False) as processor:
        compiler = processor.new_xslt30_processor()
        compiled: dict[str, PyXsltExecutable] = {}
        while True:
            xml, rules = connection.recv()
            connection.send([_faults(processor, _compiled(compiler, compiled, name), xml) for name in rules])


def _compiled(compiler: PyXslt30Processor, known: dict[str, PyXsltExecutable], name: str) -> PyXsltExecutable:
    if name not in known:
        known[name] = compiler.compile_stylesheet(stylesheet_file=str(official(name)))
    return known[name]


def _faults(processor: PySaxonProcessor, rules: PyXsltExecutable, xml: str) -> list[Fault]:
    """Return what a document breaks; one that stops the rules themselves (an amount in letters) is at fault too."""
    from defusedxml.ElementTree import fromstring
    from saxonche import PySaxonApiError

    try:
        report = rules.transform_to_string(xdm_node=processor.parse_xml(xml_text=xml))
    except PySaxonApiError as error:
        return [Fault(ABORTED, _one_line(str(error)))]
    root = fromstring(report.encode())
    return [_fault(node) for name in ("failed-assert", "successful-report") for node in root.iter(f"{_SVRL}{name}")]


def _fault(node: Element) -> Fault:
    flag = Flag.WARNING if node.get("flag") in {"warning", "information"} else Flag.FATAL
    message = _one_line("".join(node.itertext()))
    location = _STEP.sub(r"\1[\2]", node.get("location", ""))
    return Fault(_rule(node.get("id") or "", message), message, location, flag)


def _rule(written: str, message: str) -> str:
    """Return the rule's public id: the French sets add the business term to it, the others may hide it in the text."""
    named = _FRENCH.match(message.lstrip("[ "))
    if named is None:
        named = _FRENCH.match(written)
    if named:
        return named.group(1)
    quoted = re.match(r"\[?(BR-[A-Z0-9-]+\d)\]?", message)
    return quoted.group(1) if quoted and not written.startswith("BR-") else written


def _one_line(text: str) -> str:
    return _SPACES.sub(" ", text).strip()

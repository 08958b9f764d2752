"""Order files made on the spot, in layouts that no sample has."""

from __future__ import annotations

import io
from collections.abc import Sequence
from email.message import EmailMessage
from pathlib import Path


def workbook(
    path: Path, rows: Sequence[Sequence[object]], *, sheet: str = "Feuil1", formats: dict | None = None
) -> Path:
    """Write an .xlsx; `formats` gives the number format of cells by reference."""
    import openpyxl

    book = openpyxl.Workbook()
    page = book.active
    page.title = sheet
    for row in rows:
        page.append(list(row))
    for reference, number_format in (formats or {}).items():
        page[reference].number_format = number_format
    book.save(path)
    return path


def text(path: Path, content: str, encoding: str = "utf-8") -> Path:
    """Write a text file as it is."""
    path.write_bytes(content.encode(encoding))
    return path


def mail(path: Path, body: str, *, subject: str = "Commande", attachments: Sequence[Path] = (), html: str = "") -> Path:
    """Write an .eml of 19 November 2026."""
    message = EmailMessage()
    message["From"] = "Achats <achats@client.example>"
    message["To"] = "adv@fournisseur.example"
    message["Subject"] = subject
    message["Date"] = "Thu, 19 Nov 2026 14:22:31 +0100"
    message.set_content(body)
    if html:
        message.add_alternative(html, subtype="html")
    for file in attachments:
        message.add_attachment(file.read_bytes(), maintype="application", subtype="octet-stream", filename=file.name)
    path.write_bytes(message.as_bytes())
    return path


def pdf(
    path: Path, heading: Sequence[str], rows: Sequence[Sequence[str]], *, ruled: bool = True, foot: Sequence[str] = ()
) -> Path:
    """Write a PDF with a table, ruled or only aligned."""
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table

    style = getSampleStyleSheet()["Normal"]
    grid = [("GRID", (0, 0), (-1, -1), 0.5, (0, 0, 0))] if ruled else []
    right = [("ALIGN", (-3, 0), (-1, -1), "RIGHT")]
    table = Table([list(row) for row in rows], repeatRows=1, style=[*grid, *right])
    story = [*(Paragraph(line, style) for line in heading), Spacer(1, 12), table, Spacer(1, 12)]
    story += [Paragraph(line, style) for line in foot]
    buffer = io.BytesIO()
    SimpleDocTemplate(buffer, pagesize=A4).build(story)
    path.write_bytes(buffer.getvalue())
    return path

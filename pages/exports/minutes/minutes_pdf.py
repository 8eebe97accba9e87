"""Minutes as PDF: tagged (PDF/UA), one A4 page, the same bytes for the same input. Set by Typst, without a network."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import typst

from data.editions.reading import Edition
from data.words import Words
from pages.exports.drawing import fonts
from pages.exports.minutes.content import Minutes
from pages.exports.press import wording

TEMPLATE = Path(__file__).with_name("minutes.typ")


def render(t: Words, minutes: Minutes, edition: Edition, keywords: str = "") -> bytes:
    """The minutes as PDF; its date is the day on which the edition was published."""
    said = {
        **asdict(minutes),
        "document_title": f"{minutes.title}, {minutes.subtitle}",
        "keywords": [keywords] if keywords else [],
        "simulated": t(wording.SIMULATED) if minutes.simulated else "",
    }
    made = typst.Compiler(TEMPLATE, font_paths=[fonts.FOLDER], ignore_system_fonts=True).compile(
        format="pdf",
        sys_inputs={"data": json.dumps(said, ensure_ascii=False)},
        pdf_standards="ua-1",
        timestamp=int(datetime.fromisoformat(edition.meta["published_at"]).replace(tzinfo=UTC).timestamp()),
    )
    assert isinstance(made, bytes)  # noqa: S101 - one PDF is one file
    return made

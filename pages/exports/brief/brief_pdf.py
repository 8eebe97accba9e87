"""A brief as PDF: tagged (PDF/UA), A4 landscape, the same bytes for the same input. Set by Typst, without a network."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import typst

from data.editions.reading import Edition
from data.words import Words
from pages.exports.brief.brief import Brief
from pages.exports.drawing import bodies, fonts
from pages.exports.drawing.canvas import Box, Canvas
from pages.exports.drawing.press_bodies import BarsBody, MapBody, TrendBody
from pages.exports.press import wording
from pages.facts.marks import Place

TEMPLATE = Path(__file__).with_name("brief.typ")


def render(t: Words, brief: Brief, edition: Edition, keywords: str = "") -> bytes:
    """The brief as PDF; its date is the day on which the edition was published."""
    compiled = typst.Compiler(TEMPLATE, font_paths=[fonts.FOLDER], ignore_system_fonts=True)
    made = compiled.compile(
        format="pdf",
        sys_inputs={"data": json.dumps(_data(t, brief, edition, keywords), ensure_ascii=False)},
        pdf_standards="ua-1",
        timestamp=int(datetime.fromisoformat(edition.meta["published_at"]).replace(tzinfo=UTC).timestamp()),
    )
    assert isinstance(made, bytes)  # noqa: S101 - one PDF is one file
    return made


def _data(t: Words, brief: Brief, edition: Edition, keywords: str) -> dict[str, object]:
    said = asdict(brief)
    return {
        **said,
        "document_title": f"{brief.title}, {brief.subtitle}",
        "keywords": [keywords] if keywords else [],
        "simulated": t(wording.SIMULATED) if brief.simulated else "",
        "restriction": t("Untuk kalangan internal; bukan bahan siaran pers."),
        "quality_title": t("Mutu data"),
        "method_title": t("Metode"),
        "trend": _picture(
            t, brief.trend_title, brief.trend_alt, brief.trend, edition, 1500, 320 if brief.trend_note else 440, 1.4, brief.trend_marks
        )
        if brief.trend
        else {"title": brief.trend_title},
        "map": _picture(t, brief.map_title, brief.map_alt, brief.map, edition, 720, 760, 1.35) if brief.map else {},
        "activity": _picture(t, brief.activity_title, brief.activity_alt, brief.activity, edition, 800, 860, 1.15)
        if brief.activity
        else {"title": brief.activity_title},
    }


def _picture(
    t: Words,
    title: str,
    alt: str,
    body: MapBody | TrendBody | BarsBody,
    edition: Edition,
    width: int,
    height: int,
    letters: float,
    marked: Sequence[Place] = (),
) -> dict[str, str]:
    on = Canvas(width, height, letters)
    bodies.draw(t, on, body, edition, Box(2, 4, width - 4, height - 8), marked=marked)
    out = io.BytesIO()
    on.figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None}, transparent=True)
    return {"title": title, "alt": alt, "svg": out.getvalue().decode()}

"""The rules by which an edition says what it says about scores, in words; and whether they were frozen in it."""

from __future__ import annotations

import functools

from data.editions.reading import Edition
from data.reference.methods import STEPS, Deadline, VerdictRule, VerdictRules
from data.words import Words
from data.workflow import acts
from pages.figures import markup
from pages.panels import tables
from pages.panels.tables import Column
from pages.wording import formats


def when_opened(edition: Edition, t: Words) -> str:
    """That what is said by rule was worked out when the edition was opened; empty where it was frozen at publishing."""
    return "" if edition.keeps_verdicts else t("Putusan dihitung saat dibuka")


def head(edition: Edition, t: Words) -> str:
    """Version and status of the rules, and what became of them in this edition."""
    rules = edition.verdict_rules()
    status = {"usulan": t("usulan"), "disahkan": t("disahkan")}[rules.status]
    frozen = (
        t("Putusan di bawah ini dihitung saat edisi terbit dan dibekukan di dalamnya.")
        if edition.keeps_verdicts
        else t("Edisi ini terbit sebelum putusan dibekukan: putusannya dihitung saat dibuka, dengan aturan bawaan.")
    )
    return t(
        "Aturan putusan {version} ({status}). {frozen} Tidak satu pun mengubah skor.",
        version=rules.version,
        status=status,
        frozen=frozen,
    )


def table(t: Words, rules: VerdictRules, language: str) -> str:
    """Every rule with its value and its source."""
    columns = [
        Column[VerdictRule](t("Aturan"), lambda rule: rule.name.in_language(language)),
        Column[VerdictRule](t("Nilai"), functools.partial(_value, t), numeric=True),  # kept on one line
        Column[VerdictRule](t("Sumber"), lambda rule: rule.source.in_language(language)),
    ]
    return markup.box("div", tables.html_table(t, t("Aturan putusan dan sumbernya"), columns, rules.entries), "k-prose")


def due(t: Words, rules: VerdictRules, language: str) -> str:
    """The table of due dates; empty for rules of before there was one, whose days stand among the rules."""
    if not rules.counts_from_report:
        return ""
    columns = [
        Column[Deadline](t("Perkara"), functools.partial(_matter, t)),
        *(
            Column[Deadline](title, functools.partial(_days, t, step), numeric=True)
            for step, title in zip(STEPS, (t("Diterima"), t("Diperiksa"), t("Ditindaklanjuti")), strict=True)
        ),
        Column[Deadline](t("Giliran"), functools.partial(_offices, t)),
        Column[Deadline](t("Pindah giliran sesudah"), lambda row: t.n("{n} hari", "{n} hari", row.passed_on), numeric=True),
        Column[Deadline](t("Sumber"), lambda row: row.source.in_language(language)),
    ]
    caption = t("Tenggat dalam hari sejak dilaporkan, dan lembaga yang mendapat giliran")
    return markup.box("div", tables.html_table(t, caption, columns, rules.deadlines), "k-prose")


def of_ormas(t: Words, rules: VerdictRules) -> str:
    """Which bands are good ones, and in which support is due."""
    return t(
        "Golongan yang baik: {good} ke atas; golongan yang perlu dukungan: {support} ke bawah.",
        good=rules.good_band,
        support=rules.support_band,
    )


def _matter(t: Words, row: Deadline) -> str:
    names = {
        "kejadian": t("Kejadian berat"),
        "sinyal": t("Sinyal"),
        "keputusan": t("Keputusan"),
        "laporan": t("Laporan yang belum ada"),
        "pelatihan": t("Pelatihan"),
    }
    return names[row.kind] + (f" {row.level}" if row.kind == "sinyal" else "")


def _days(t: Words, step: str, row: Deadline) -> str:
    return formats.whole(t, row.days.get(step))


def _offices(t: Words, row: Deadline) -> str:
    """Those of the last step: the others are among them."""
    return ", ".join(t(acts.UNITS[code]) for code in row.offices[max(row.days, key=STEPS.index)])


def _value(t: Words, rule: VerdictRule) -> str:
    values = rule.value if isinstance(rule.value, tuple) else (rule.value,)
    return ", ".join(_one(t, value) for value in values)


def _one(t: Words, value: float | str) -> str:
    if isinstance(value, str):
        return t(acts.UNITS[value]) if value in acts.UNITS else value
    return formats.number(t, value, 0 if float(value).is_integer() else 2)

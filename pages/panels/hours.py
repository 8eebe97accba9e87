"""When in the week incidents happen: day × hour, only where there are enough of them to say so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from data.editions import analyses, figures
from data.editions.figures import Value
from data.editions.reading import Edition
from data.words import N_, Words
from pages.facts import periods, views
from pages.facts.views import Area
from pages.figures import markup, trend_figures
from pages.panels import framed, states
from pages.panels.tables import Column
from pages.session import context, screen
from pages.session.context import Context
from pages.wording import formats, phrasing

DAYS = (N_("Senin"), N_("Selasa"), N_("Rabu"), N_("Kamis"), N_("Jumat"), N_("Sabtu"), N_("Minggu"))


def counted(edition: Edition, period: str, codes: tuple[str, ...]) -> list[list[int]]:
    """Incidents of the twelve months to a period in some kecamatan: days (Monday first) × hours (0–23)."""
    grid = [[0] * 24 for _ in DAYS]
    first = periods.back(period, views.YEAR - 1)
    for (code, day, hour), n in figures.cells(edition, "kejadian_jam", first, period, ("kecamatan", "day", "hour")).items():
        if code in codes:
            grid[int(day) - 1][int(hour)] += n
    return grid


def show(view: Context, areas: Sequence[Area]) -> None:
    """The heat map of the chosen kecamatan, or of all that the viewer sees."""
    t = view.t
    codes = (view.kecamatan,) if view.kecamatan else tuple(area.code for area in areas)
    place = next((a.name for a in areas if a.code == view.kecamatan), view.edition.meta["territory_name"])
    st.subheader(t("Hari dan jam kejadian, {place}", place=place), anchor=False)
    if not states.times_kept(view):
        return
    grid = context.kept(counted)(view.edition, view.period, codes)
    total = sum(map(sum, grid))
    known = figures.counted("kejadian_jam", total, scope=view.kecamatan or view.edition.meta["territory"], last=view.period)
    rules = view.edition.verdict_rules()
    if not rules.tells_hours(total):
        few = (
            phrasing.sentence(t, t("Baru {known} dalam dua belas bulan"), known=known)
            if total
            else t("Tidak satu pun kejadian dua belas bulan ini diketahui jamnya")
        )
        sentence = t("{known}; gambar ini perlu sedikitnya {enough}.", known=few, enough=rules.hours_minimum)
        screen.show(t, markup.tag("p", sentence))
        return
    days = [t(day) for day in DAYS]
    by_day = {day: sum(hours) for day, hours in enumerate(grid)}
    busiest = analyses.leader(by_day)
    figure = trend_figures.heat_map(t, days, [f"{hour:02d}" for hour in range(24)], grid, t("%{y}, pukul %{x}: %{z} kejadian"))
    columns = [Column[int](t("Hari"), lambda day: days[day])] + [_hour(t, grid, hour) for hour in range(24)]
    framed.show(
        view,
        "hari-jam",
        figure,
        headline=phrasing.sentence(t, t("{known}; antarhari tidak berbeda nyata"), known=known)
        if busiest is None
        else phrasing.sentence(
            t,
            t("Terbanyak pada hari {day}: {known}"),
            day=days[busiest],
            known=(replace(known, n=by_day[busiest], part=str(busiest)), known),
        ),
        unit=t("jumlah kejadian terverifikasi menurut hari dan jam, dua belas bulan sampai {month}", month=formats.month(t, view.period)),
        alt=t("Peta panas kejadian menurut hari dan jam. Isinya ada di tabel di bawah."),
        columns=columns,
        rows=list(range(7)),
        note=_limits(view, known),
    )


def _limits(view: Context, known: Value) -> str:
    """For how many incidents the hour is known, and which months of the year are silent."""
    t = view.t
    everything = context.kept(figures.read)(view.edition, "kejadian", view.period, view.kecamatan)
    return " ".join(filter(None, (f"{phrasing.phrase(t, known, of=everything)}.", phrasing.note(t, everything))))


def _hour(t: Words, grid: list[list[int]], hour: int) -> Column[int]:
    return Column[int](f"{hour:02d}", lambda day: grid[day][hour], lambda day: formats.whole(t, grid[day][hour]), numeric=True)

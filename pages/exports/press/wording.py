"""What brief, release and frames say in the same words: sources, months, hidden counts, what an index was computed from."""

from __future__ import annotations

from data.editions import figures, levels
from data.editions.figures import Value
from data.editions.reading import Edition
from data.privacy import purpose
from data.reference import territory
from data.words import N_, Words
from pages.exports.press import tallies
from pages.facts import views
from pages.facts.views import Score
from pages.wording import formats, phrasing, sentences

SIMULATED = N_("DATA SIMULASI – BUKAN DATA NYATA")
NOT_CLEARED = N_("BELUM DISETUJUI PPID – JANGAN DISEBARLUASKAN")


def source_line(edition: Edition, t: Words, index: str = "IKW") -> str:
    """`Sumber: Bakesbangpol …, Dasbor … edisi …, metode …`; an edition without an index was made by no method."""
    place = territory.load_territory()
    if not edition.has_index:
        return t(
            "Sumber: {office}, Dasbor Kondusivitas edisi {id}, tanpa indeks.", office=place.offices["kesbangpol_singkat"], id=edition.id
        )
    method = edition.methods()[index]
    return t(
        "Sumber: {office}, Dasbor Kondusivitas edisi {id}, metode {index} {version} ({status}).",
        office=place.offices["kesbangpol_singkat"],
        id=edition.id,
        index=index,
        version=method.version,
        status=status_name(edition, t, index),
    )


def status_name(edition: Edition, t: Words, index: str) -> str:
    """Status of the method of an index, as the edition froze it: usulan or disahkan."""
    status = edition.meta.get(f"status_{index.lower()}", edition.meta["status_ikw"])
    return {"usulan": t("usulan"), "disahkan": t("disahkan")}.get(status, status)


def boundary_line(edition: Edition, t: Words) -> str:
    """Where the boundary comes from, and that it isn't the legal one."""
    note = edition.meta.get("boundary_note") or t("batas digeneralisasi")
    source = edition.meta["boundary_source"]
    return t("Batas wilayah: {source} ({note}), bukan batas hukum.", source=source, note=t(note))


def hidden_note(t: Words) -> str:
    """What a hidden count means."""
    return t("Angka di bawah {least}, dan angka lain yang dapat membukanya, disamarkan.", least=levels.THRESHOLD)


def beyond_the_score(t: Words, score: Score) -> str:
    """`Belum termasuk 4 kejadian berat.` where a score stands that can't take them in, else nothing; a small number is hidden."""
    missing = sentences.left_out(t, score, tallies.hide_small) if score.assessed else ""
    return missing and f"{missing[0].upper()}{missing[1:]}."


def dash_note(t: Words) -> str:
    """What a dash in a table of counts and scores means."""
    return t("Tanda – berarti tidak diketahui, bukan nol.")


def until(edition: Edition, t: Words, period: str) -> str:
    """The last month that is covered, and whether it is provisional."""
    month = formats.month(t, period)
    provisional = views.regency(edition)[period].provisional
    return t("{month}, angka sementara", month=month) if provisional else month


def measured_from(edition: Edition, t: Words, period: str) -> list[str]:
    """What the index of the kabupaten was computed from in a month: `laporan kejadian yang terverifikasi` and so on.

    Only dimensions that were measured, in the order of the method; none where there is no index.
    """
    names = {
        "kejadian": t("laporan kejadian yang terverifikasi"),
        "penanganan": t("catatan penanganannya"),
        "persepsi": t("survei rasa aman"),
    } | {
        code: name.lower()
        for code, name in views.dimension_names(edition, "IKW", t.language).items()
        if code not in ("kejadian", "penanganan", "persepsi")
    }
    rows = edition.dimensions("IKW", "kabupaten", period=period)
    measured = set(rows[(rows["status"] == figures.MEASURED) & rows["score"].notna()]["dimension"])
    return [names[d.code] for d in edition.methods()["IKW"].dimensions if d.code in measured]


def said(edition: Edition, t: Words, value: Value) -> str:
    """A figure of the whole territory as it may be published."""
    return phrasing.hidden(t, value) if tallies.publishable(edition, value) is None else phrasing.phrase(t, value)


def or_hidden(t: Words, value: int | None) -> str:
    """A count, or the word for a hidden one."""
    return t("disamarkan") if value is None else formats.whole(t, value)


def what_it_is_not(t: Words, *, has_ranges: bool, has_index: bool = True) -> tuple[str, ...]:
    """What readers take the index for, and shouldn't; without an index, neither ranges nor a method are mentioned."""
    return (
        t("Bukan status keamanan resmi; status itu ditetapkan oleh aparat yang berwenang."),
        t("Bukan angka kriminalitas Polri; yang dihitung adalah laporan kejadian yang terverifikasi."),
        *([t("Bukan peringkat kecamatan: bila rentang bertumpang tindih, urutannya belum pasti.")] if has_ranges else []),
        t("Bukan bukti sebab-akibat antara kegiatan Ormas dan kondusivitas."),
        t("Bukan nilai resmi Kementerian Dalam Negeri; metodenya berstatus seperti tertulis pada sumber.")
        if has_index
        else t("Bukan nilai resmi Kementerian Dalam Negeri."),
        t("Bukan penilaian terhadap agama, suku, atau pilihan politik siapa pun."),
        purpose.sentence(t),
    )

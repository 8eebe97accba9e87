"""The list of the next 30 days and the marks of the agenda: who sees what, and that demonstrations stand in that list alone."""

import re
from datetime import date

import pytest

from data.access.viewers import ALL_PAGES, LIAISON, NO_ORMAS, PAGES
from data.store import clock
from data.tables.agenda import NOTIFIED
from tests import homes
from tests.pages import showing, test_roles
from tests.pages.showing import text

pytestmark = pytest.mark.home("contoh")

TODAY = date(2026, 11, 27)
LISTED = ("peringatan", "hari_ini")
"""Pages with the list of the next days."""
NAME, SIZE = "Penyampaian pendapat yang diberitahukan", "lebih dari 1.000 orang"
IN_CHARGE = ("pimpinan", *LIAISON, "camat", "operator_kabupaten")


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    """The simulated data with one demonstration more, in Cibitung, in the months that pictures show too."""
    home = homes.copy("contoh", tmp_path_factory.mktemp("agenda") / "home")
    march = {"ukuran": "lebih_1000", "kecamatan": homes.CIBITUNG}
    homes.put(home, "agenda", homes.demonstration(date(2026, 12, 3), **march), homes.demonstration(date(2026, 9, 3), **march))
    return home


@pytest.fixture
def shown(at_home, filled, monkeypatch):
    monkeypatch.setattr(clock, "today", lambda: TODAY)
    at_home(filled, read_only=True)
    return showing.shown


@pytest.mark.parametrize("page", [page for page in ALL_PAGES if page not in LISTED])
def test_whoever_may_see_everything_meets_demonstrations_on_no_other_page(shown, page):
    """Seen by somebody with every role at once: if not here, then nowhere. Figures and files of pages included."""
    sent = test_roles.screen(shown(page, **({"kecamatan": homes.CIBITUNG} if page == "kecamatan" else {})))
    for trace in (NAME, SIZE, NOTIFIED, "lebih_1000", "3 Des 2026", "3 Sep 2026"):
        assert trace not in sent.replace("seluruh baris penyampaian pendapat", "")


@pytest.mark.parametrize(("page", "role"), [(page, role) for page in LISTED for role, pages in PAGES.items() if page in pages])
def test_the_list_has_demonstrations_for_roles_in_charge(shown, page, role):
    """Pimpinan, the officers of Polri, TNI and BIN and the regency operator see them, a camat those of the own kecamatan, an operator of one none."""
    found = text(shown(page, peran=role, peran_kecamatan="32.16.18"))
    assert "Penetapan UMK 28 Nov 2026 Kabupaten Bekasi – agenda kantor" in found
    assert "Natal 25 Des 2026 Indonesia – kalender resmi" in found
    sees = role in IN_CHARGE and role != "camat"
    assert (f"{NAME} 3 Des 2026 Cibitung {SIZE} UU 9/1998" in found) == sees
    assert ("adalah hak, bukan gangguan" in found) == sees  # Setu has none: there is nothing to explain


@pytest.mark.parametrize("page", LISTED)
def test_a_camat_and_an_officer_of_one_kecamatan_see_the_own_one_s(shown, page):
    for role in ("camat", "penghubung_polri"):
        found = text(shown(page, peran=role, peran_kecamatan=homes.CIBITUNG))
        assert f"{NAME} 3 Des 2026 Cibitung {SIZE}" in found


@pytest.mark.parametrize(("page", "role"), [(page, role) for role, pages in PAGES.items() if role not in IN_CHARGE for page in pages])
def test_no_page_of_another_role_has_a_demonstration(shown, page, role):
    """Press, PPID, the owner of the method, the admin, an operator of a kecamatan: every page that they have."""
    sent = test_roles.screen(shown(page, peran=role, peran_kecamatan=homes.CIBITUNG))
    for trace in (NAME, SIZE, NOTIFIED, "lebih_1000", ">3 Des 2026"):
        assert trace not in sent.replace("seluruh baris penyampaian pendapat", "")


def test_signals_are_no_page_of_roles_that_are_not_in_charge(shown):
    assert all("peringatan" not in PAGES[role] for role in (*NO_ORMAS, "operator_kecamatan", "pemilik_metode"))
    assert set(IN_CHARGE) == {role for role, pages in PAGES.items() if "peringatan" in pages}


def test_the_list_is_by_day_hands_over_no_file_and_calls_no_day_a_risk(shown):
    at = shown("peringatan")
    assert "Agenda 30 hari ke depan" in [one.label for one in at.expander]
    assert "agenda" not in " ".join(button.proto.id for button in at.get("download_button"))
    ((table,),) = [re.findall(r"<table.*?</table>", e.proto.body) for e in at.get("html") if "menurut hari ini dan bukan" in e.proto.body]
    days = [date(2026, 11 if "Nov" in one else 12, int(one.split()[0])) for one in re.findall(r"\d+ (?:Nov|Des) 2026(?=</td>)", table)]
    assert days == sorted(days)
    assert days[0] >= TODAY
    found = text(at).lower()
    assert "rawan" not in found[found.index("agenda 27 nov") :][:3000]


def test_in_english_too(shown):
    found = text(shown("peringatan", lang="en"))
    assert "Notified demonstration 3 Dec 2026 Cibitung more than 1,000 people Law 9/1998" in found
    assert "Christmas 25 Dec 2026 Indonesia – official calendar" in found


def test_a_computed_day_is_called_so_and_one_without_any_date_is_named(shown, monkeypatch):
    monkeypatch.setattr(clock, "today", lambda: date(2027, 2, 27))
    found = text(shown("peringatan"))
    assert "Idul Fitri 10 Mar–11 Mar 2027 Indonesia – kalender, dihitung: belum ada tanggal resmi" in found
    assert "Tanggal resminya belum dimuat dalam program: Nyepi 2027." in found


def test_the_list_stands_also_where_no_signal_can_arise(at_home, tmp_path, monkeypatch):
    monkeypatch.setattr(clock, "today", lambda: TODAY)
    at_home(homes.alone("kejadian", tmp_path / "home"))
    found = text(showing.shown("peringatan"))
    assert "Natal 25 Des 2026" in found
    assert NAME not in found


def test_pictures_mark_the_public_agenda_of_the_kabupaten_and_each_kecamatan_its_own(shown):
    trends = text(shown("tren"))
    assert "Penetapan UMK 28 Nov 2024, 28 Nov 2025" in trends
    assert re.search(r"Pilkades 15 Agu 2025 \(\w+\)", trends)
    assert "Polsek baru 1 Jan 2026 (Cibitung)" in trends
    assert "Polsek baru 1 Jan 2026 (Cibitung)" in text(shown("kecamatan", kecamatan=homes.CIBITUNG))
    assert "Polsek baru" not in text(shown("kecamatan", kecamatan=homes.SETU))


def test_a_store_that_cannot_be_read_costs_the_marks_of_the_office_and_not_the_picture(at_home, tmp_path):
    home = at_home(homes.copy("contoh", tmp_path / "home"))
    (home / "kondusif.duckdb").write_bytes(b"rusak")
    found = text(showing.shown("kecamatan", kecamatan=homes.CIBITUNG))
    assert "Tanpa penanda agenda kantor:" in found
    assert "Hari Buruh 1 Mei 2025, 1 Mei 2026" in found
    assert "Polsek baru" not in found

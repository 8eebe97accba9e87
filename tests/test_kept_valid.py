"""What stands in scripts, timers, bookmarks and on disks of offices since 0.4.0 goes on: verbs, links, templates, and the names that checks import."""

import argparse
import inspect

import pytest

import analytics
from data.__main__ import _parser
from data.tables import TABLES
from pages import navigation
from pages.session import addresses

# Of `python -m data`: a verb and its options, as 0.4.0 had them.
VERBS = {
    "": "--home --version",
    "start": "--seed --until",
    "init": "--nyata --simulasi",
    "sample": "--seed --until",
    "template": "--format --out --simulasi",
    "import": "--bukan-nama --format --marked --only-valid",
    "verify": "--batch --kecamatan --list --month --reason --reject --rows --source --status --table",
    "pindah": "--desa --from --reason --to",
    "batches": "",
    "batches list": "",
    "batches withdraw": "--reason",
    "batches restore": "--reason",
    "publish": "--without-reports",
    "approve": "",
    "editions": "",
    "editions list": "",
    "editions compare": "--csv",
    "editions export": "--out",
    "editions prune": "--keep --yes",
    "kalibrasi": "--until",
    "boundaries": "",
    "boundaries load": "",
    "grants": "",
    "grants list": "",
    "grants give": "--letter --purpose --until",
    "grants withdraw": "--reason",
    "erase": "",
    "erase list": "--months --table",
    "erase overdue": "--months --reason --table --yes",
    "erase batch": "--reason --yes",
    "erase compact": "",
    "backup": "--keep --out",
    "restore": "--yes",
    "doctor": "--kepala",
    "clock": "",
    "clock show": "",
    "clock confirm": "--note",
    "audit": "",
    "audit list": "--action --contains --from --limit --to --who",
    "audit check": "--saksi",
    "witness": "",
    "witness serve": "",
    "witness show": "",
    "witness rotate": "--lost",
    "witness accept": "",
}
PAGES = "ringkasan peta kecamatan tren ormas pembinaan peringatan siaran_pers unggah edisi metodologi"
LINKS = (
    "antre bagian banding baris_minggu bidang bingkai bulan_antre ciri deret edition halaman jenis jenis_minggu keadaan kecamatan lang lapis layar"
    " ormas paparan penanganan period polsek satuan sektor sinyal sumber tabel topik ukuran untuk"
)
COLUMNS = {
    "penduduk": "kecamatan tahun jumlah mutu sumber",
    "ormas": "kode_ormas nama singkatan bentuk jenjang no_ahu no_skt no_skl tanggal_terdaftar berlaku_sampai masa_bakti_sampai ciri_khusus bidang"
    " kecamatan cakupan status",
    "kegiatan": "id_kegiatan kode_ormas tanggal kecamatan kode_desa jenis peserta mitra tingkat_bukti sumber",
    "kejadian": "id_kejadian tanggal jam tanggal_lapor kecamatan kode_desa lokasi tahap jenis ricuh sumber_konflik konflik_sosial fase meninggal luka"
    " bangunan_rusak pengungsi dihentikan_aparat penanganan tanggal_selesai peran_ormas kode_ormas sumber",
    "survei": "putaran tanggal sasaran kode pertanyaan n_responden rata_rata standar_deviasi sumber",
    "pelatihan": "id_pelatihan tanggal topik jam kode_ormas pengurus_hadir pengurus_total nilai_pre nilai_post sumber",
    "kelengkapan": "bulan kecamatan desa_melapor desa_nihil desa_total",
    "nilai_resmi": "indeks tahun nilai target sumber",
}
# `from analytics import …`: the functions that checks from outside call, and what they hand over by position.
INTERFACES = {
    "composite": "normalise(x, how) aggregate(x, framework, how) rank(scores)",
    "uncertainty": "gamma_poisson(count, exposure) beta_binomial(success, trials) normal_normal(mean, variance) wilson(k, n, level)"
    " marshall(count, exposure) rank_intervals(draws, level)",
    "trends": "mann_kendall(y) seasonal_mann_kendall(y, period, continuity) benjamini_hochberg(p)",
    "signals": "quasi_nb(history, alpha) poisson_cusum(counts, mu0, mu1)",
    "spatial": "contiguity(gdf, rule) moran(y, graph) lisa(y, graph, permutations, seed)",
    "sensitivity": "sobol(f, bounds, n, seed)",
    "method": "load(iko_text, ikw_text)",
    "pipeline": "run(records, reference, method)",
}


def verbs(parser, path=""):
    found = {path: {one for action in parser._actions for one in action.option_strings}}
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, below in action.choices.items():
                found |= verbs(below, f"{path} {name}".strip())
    return found


def test_every_verb_and_option_is_still_understood():
    now = verbs(_parser())
    assert {
        verb: sorted(set(options.split()) - now.get(verb, set()))
        for verb, options in VERBS.items()
        if verb not in now or set(options.split()) - now[verb]
    } == {}


def test_every_link_still_leads_somewhere():
    assert set(PAGES.split()) <= {navigation.name_of(module) for _, group in navigation.GROUPS for module, _ in group}
    assert set(LINKS.split()) <= set(addresses.KEYS)


@pytest.mark.parametrize("table", COLUMNS)
def test_a_template_that_was_filled_in_can_still_be_sent(table):
    assert set(COLUMNS[table].split()) <= set(TABLES[table].column_names)


@pytest.mark.parametrize("module", INTERFACES)
def test_what_checks_import_is_there_under_its_name(module):
    found = getattr(__import__("analytics", fromlist=[module]), module)
    for call in INTERFACES[module].replace(") ", ")|").split("|"):
        name, _, wanted = call.rstrip(")").partition("(")
        assert list(inspect.signature(getattr(found, name)).parameters)[: wanted.count(",") + 1] == wanted.split(", ")
    assert module in (analytics.__doc__ or "")

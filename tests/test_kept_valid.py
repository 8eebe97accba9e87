"""What stands in scripts, timers, bookmarks and on disks of offices since 0.4.0 goes on: verbs, links, templates, and the names that checks import."""

import argparse
import ast
import dataclasses
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
    "kelengkapan": "bulan kecamatan desa_melapor desa_nihil desa_total tabel_nihil",
    "nilai_resmi": "indeks tahun nilai target sumber",
    "agenda": "id_agenda mulai sampai jenis kecamatan ukuran",
    "riwayat_ormas": "kode_ormas perihal mulai sampai status",
    "wilayah_polsek": "kecamatan polsek mulai sampai dikonfirmasi",
    "langkah_penanganan": "kecamatan id_kejadian tanggal keadaan kantor",
}
# `from analytics import …`: the functions that checks from outside call, as they were promised; more may be asked for by name only.
INTERFACES = """
composite.normalise(x, how, *, direction=None, goalposts=None, **options)
composite.aggregate(x, framework, how="amean", *, min_weight_share=0.0)
composite.rank(scores)
uncertainty.gamma_poisson(count, exposure, *, level=0.9, draws=2000, seed=0, prior_mean=None)
uncertainty.beta_binomial(success, trials, *, level=0.9, draws=2000, seed=0, prior_mean=None)
uncertainty.normal_normal(mean, variance, *, level=0.9, draws=2000, seed=0, prior_mean=None)
uncertainty.wilson(k, n, level=0.95)
uncertainty.marshall(count, exposure)
uncertainty.rank_intervals(draws, level=0.9)
trends.mann_kendall(y)
trends.seasonal_mann_kendall(y, period, continuity=True)
trends.benjamini_hochberg(p)
signals.quasi_nb(history, alpha=0.01)
signals.poisson_cusum(counts, mu0, mu1)
signals.robust_baseline(counts, at, *, frequency=12, years=5, half_width=1, leave_out=3, reweight=True, trend=True, alpha=0.05)
nowcast.chain_ladder(occurred, reported, *, now, max_delay, level=0.9, draws=2000, seed=0)
spatial.contiguity(gdf, rule="queen")
spatial.moran(y, graph)
spatial.lisa(y, graph, permutations=999, seed=0)
sensitivity.sobol(f, bounds, n=16384, seed=0)
method.load(iko_text, ikw_text)
pipeline.run(records, reference, method, *, period=None, draws=2000, seed=0)
""".strip().splitlines()
# What they give back, where it has names: fields in this order, or columns.
GIVEN = {
    "trends.TrendTest": "s var_s z p slope slope_low slope_high n",
    "signals.Bound": "mean phi size upper",
    "pipeline.Results": "indicators dimensions scores contributions draws records trends signals",
}
COLUMNS_GIVEN = {
    "mean sd low high shrinkage": lambda found: found.uncertainty.gamma_poisson([1, 5, 3], [10.0, 20.0, 30.0], draws=50),
    "low high": lambda found: found.uncertainty.wilson([1], [3]),
    "raw mean": lambda found: found.uncertainty.marshall([1, 5, 3], [10.0, 20.0, 30.0]),
    "low median high p_best5 p_worst5": lambda found: found.uncertainty.rank_intervals([[1.0, 2.0], [2.0, 1.0]]),
    "s st": lambda found: found.sensitivity.sobol(lambda x: x[:, 0], [(0.0, 1.0), (0.0, 1.0)], n=16),
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


@pytest.mark.parametrize("promised", INTERFACES)
def test_what_checks_import_is_there_under_its_name(promised):
    module, _, rest = promised.partition(".")
    name = rest.partition("(")[0]
    (wanted,) = ast.parse(f"def {rest}: pass").body
    found = inspect.signature(getattr(getattr(analytics, module), name)).parameters
    positional = [one.arg for one in wanted.args.args]
    assert list(found)[: len(positional)] == positional
    defaults = dict(zip(reversed(positional), map(ast.literal_eval, reversed(wanted.args.defaults)), strict=False))
    keywords = zip(wanted.args.kwonlyargs, wanted.args.kw_defaults, strict=True)
    defaults |= {one.arg: ast.literal_eval(value) if value else inspect.Parameter.empty for one, value in keywords}
    assert {key: found[key].default for key in defaults} == defaults
    further = [one for key, one in found.items() if key not in {*positional, *defaults} and one.kind is not one.VAR_KEYWORD]
    assert [one.name for one in further if one.default is one.empty] == []
    assert any(one.kind is one.VAR_KEYWORD for one in found.values()) == bool(wanted.args.kwarg)
    assert module in (analytics.__doc__ or "")


@pytest.mark.parametrize("promised", GIVEN)
def test_what_it_gives_back_has_its_fields(promised):
    module, _, name = promised.partition(".")
    fields = [one.name for one in dataclasses.fields(getattr(getattr(analytics, module), name))]
    assert [one for one in fields if one in GIVEN[promised].split()] == GIVEN[promised].split()


@pytest.mark.parametrize("columns", COLUMNS_GIVEN)
def test_what_it_gives_back_has_its_columns(columns):
    assert list(COLUMNS_GIVEN[columns](analytics).columns) == columns.split()

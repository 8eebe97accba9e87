"""Made-up strings to measure the gate with: personal ones as people write them, and ones that it has to let pass.

The words here were chosen apart from those in `data/reference/nama_orang.toml`; the persons, organisations and numbers
are put together by dice. Every list is the same for the same seed.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

SEED, SIZE = 20_261_126, 500

GIVEN = [
    "Agustina", "Aldi", "Alfian", "Alya", "Amel", "Andika", "Andini", "Angga", "Anton", "Aprilia", "Ardi", "Arini", "Astuti",
    "Atikah", "Aulia", "Azka", "Bagas", "Bagja", "Bayu", "Benny", "Bintang", "Cahyono", "Cantika", "Cecilia", "Citra", "Daffa",
    "Damar", "Dani", "Darmaji", "Dede", "Della", "Desi", "Dimas", "Dina", "Dinda", "Dwi", "Edi", "Elisabet", "Elsa", "Enjang",
    "Entin", "Erik", "Euis", "Evi", "Fahmi", "Farah", "Farhan", "Fikri", "Galih", "Gilang", "Ginanjar", "Gita", "Guntur", "Hafiz",
    "Hana", "Hanafi", "Harun", "Haryati", "Helmi", "Hilda", "Idris", "Ilham", "Ika", "Intan", "Irma", "Isnaini", "Jajang",
    "Jamal", "Jihan", "Jupri", "Kania", "Kasim", "Kiki", "Komala", "Kosasih", "Kusnadi", "Laela", "Laras", "Lestari", "Lilis",
    "Lukman", "Luthfi", "Mahmud", "Mamat", "Marlina", "Marwan", "Meilani", "Mira", "Misbah", "Mustofa", "Nadia", "Naufal",
    "Neneng", "Nia", "Nisa", "Nunung", "Oman", "Otong", "Panji", "Puji", "Putri", "Qori", "Raden", "Raka", "Rangga", "Rani",
    "Ratih", "Reza", "Ridwan", "Rika", "Rohani", "Rosidah", "Rukmini", "Rusli", "Sabrina", "Saepul", "Salman", "Samsul", "Sari",
    "Sekar", "Sintia", "Soleh", "Suharti", "Sukma", "Sumiati", "Suparmi", "Surti", "Syahrul", "Tarmizi", "Tati", "Tini", "Titin",
    "Tono", "Tri", "Udin", "Umar", "Upik", "Vera", "Vina", "Warsito", "Wati", "Wiwin", "Yadi", "Yanuar", "Yogi", "Yoga", "Yuli",
    "Yunita", "Zahra", "Zaki"
]  # fmt: skip
FAMILY = [
    "Adiputra", "Alamsyah", "Ardiansyah", "Atmaja", "Azhari", "Basuki", "Damanik", "Daulay", "Effendi", "Fadillah", "Ginting",
    "Hakim", "Halim", "Hamzah", "Harahap", "Hartono", "Hasanah", "Hutabarat", "Hutagalung", "Ibrahim", "Ismail", "Jatmiko",
    "Kartasasmita", "Kusuma", "Kusumah", "Lubis", "Mahendra", "Manurung", "Marpaung", "Maryadi", "Nainggolan", "Nasution",
    "Natawijaya", "Ningsih", "Noor", "Pangestu", "Panjaitan", "Permana", "Permadi", "Prakoso", "Pranoto", "Purba", "Puspita",
    "Rachman", "Ramadhan", "Ritonga", "Rosadi", "Saragih", "Sasmita", "Setiadi", "Siahaan", "Siregar", "Simanjuntak", "Sitorus",
    "Situmorang", "Soemantri", "Subagja", "Sudrajat", "Sugiarto", "Suhendar", "Sumantri", "Suntoro", "Suryaman", "Sutisna",
    "Syafei", "Tanjung", "Tarigan", "Utami", "Utomo", "Wardana", "Wardhani", "Wicaksono", "Widjaja", "Winata", "Wiranata",
    "Yulianto", "Zain"
]  # fmt: skip
BEFORE = ("H.", "Hj.", "Haji", "Hajah", "Bpk.", "Bapak", "Pak", "Ibu", "Bu", "Sdr.", "Sdri", "Saudara", "Ust.", "Ustadz", "KH.", "KH",
          "Drs.", "Dra.", "Ir.", "dr.", "Kang", "Bang", "Mas", "Tn.", "Ny.", "a.n.", "A/N", "an.", "atas nama", "Alm.", "Prof. Dr.")  # fmt: skip
AFTER = (
    ", S.H.",
    ", SH",
    ", S.Pd",
    ", S.Pd.I",
    ", M.Si",
    ", S.E., M.M.",
    ", S.Kom",
    " S.Sos.",
    ", A.Md",
    ", S.Ag",
    ", M.Pd.I",
    ", ST",
)

ORGANISATIONS = (
    "Yayasan", "Perkumpulan", "Forum", "Ikatan", "Paguyuban", "Lembaga", "Komunitas", "Laskar", "Barisan", "Gerakan", "Himpunan",
    "Persatuan", "Aliansi", "Karang Taruna", "Majelis Taklim", "Bank Sampah", "Sanggar", "Padepokan", "Relawan", "Sahabat", "LSM",
    "Koalisi", "Jaringan", "Pondok Pesantren", "Kelompok Wanita Tani", "Posyandu", "Serikat Pekerja", "Garda", "Srikandi", "Satria",
)  # fmt: skip
CALLED = (
    "Nurul Huda", "Al-Ikhlas", "Budi Luhur", "Budi Mulia", "Tunas Harapan", "Cahaya Ummat", "Bina Insani", "Peduli Citarum",
    "Bekasi Bersatu", "Betawi Rempug", "Siliwangi", "Maju Bersama", "Sinar Fajar", "Mekar Wangi", "Warga Jaya", "Muara Asih",
    "Merah Putih", "Garuda Nusantara", "Kali Bersih", "Ibu Cerdas", "Bunda Ceria", "Anak Negeri", "Cinta Damai", "Imam Bonjol",
    "Ahmad Yani", "Pangeran Jayakarta", "Mandiri Sejahtera", "Insan Kamil", "Wahyu Illahi", "Teguh Beriman", "Lintas Iman",
    "Guru Honorer", "Petani Muda", "Penggiat Sejarah", "Ki Hajar Dewantara", "Dewi Sartika", "R.A. Kartini", "Haji Soleh",
)  # fmt: skip
ALONE = (
    "Pemuda Pancasila Rekaan", "GRIB Rekaan", "Gibas Rekaan", "Banser Rekaan", "Fatayat Rekaan", "Laskar Merah Putih Rekaan",
    "Bale Rakyat", "Jawara Bekasi", "Pencinta Alam Cibarusah", "Kiwari Hejo", "Tapak Suci Rekaan", "BPPKB", "XTC", "FKPPI", "Kokam",
    "Rumah Baca Pelangi", "Dapur Umum Kita", "Sobat Bumi", "Orang Muda Katolik", "Ansor Rekaan",
)  # fmt: skip
FIELDS = (
    "pendidikan anak usia dini", "kesehatan ibu dan anak", "budi daya ikan", "budidaya lele", "imam masjid", "pembinaan imam dan khatib",
    "lingkungan hidup", "pengelolaan sampah", "daur ulang plastik", "seni tari", "seni bela diri", "pencak silat", "olahraga",
    "bantuan hukum", "advokasi buruh", "hak asasi manusia", "kerukunan umat beragama", "dakwah", "pengajian", "majelis taklim",
    "santunan yatim piatu", "penanggulangan bencana", "pertanian organik", "peternakan kambing", "perikanan tangkap", "nelayan pesisir",
    "koperasi", "usaha mikro", "kewirausahaan pemuda", "pemberdayaan perempuan", "perlindungan anak", "penyandang disabilitas",
    "lansia", "gizi balita", "donor darah", "posyandu", "anti narkoba", "bela negara", "wawasan kebangsaan", "pendidikan politik",
    "pemantau pemilu", "jurnalistik warga", "radio komunitas", "literasi digital", "taman bacaan", "sastra dan teater", "musik tradisional",
    "wayang golek", "pelestarian budaya Betawi", "cagar budaya", "ekowisata mangrove", "konservasi sungai", "penghijauan", "air bersih",
    "sanitasi", "transportasi daring", "komunitas sepeda", "otomotif", "keamanan lingkungan", "ronda malam", "siskamling", "kepemudaan",
    "kepanduan", "keagamaan", "sosial kemasyarakatan", "ketenagakerjaan", "pekerja migran", "guru honorer", "profesi dokter",
    "bidan desa", "bapak asuh", "ibu rumah tangga", "kelompok tani", "irigasi", "hidroponik", "kerajinan bambu", "batik", "kuliner",
    "UMKM", "bisnis", "teknologi tepat guna", "energi surya", "robotik", "catur", "bulu tangkis", "sepak bola", "senam sehat",
    "haji dan umrah", "bimbingan manasik haji", "zakat infak sedekah", "wakaf", "pemulasaraan jenazah", "ambulans gratis",
    "mediasi konflik", "keluarga berencana", "ketahanan keluarga", "pelayanan lansia", "veteran", "purnawirawan", "paguyuban perantau",
    "adat dan tradisi", "kesenian Sunda", "qasidah", "hadrah", "marawis", "tahfiz", "pesantren", "rohani Kristen", "sekolah minggu",
    "kesejahteraan nelayan", "beasiswa", "bimbingan belajar", "kejar paket C", "pelatihan kerja", "bursa kerja", "reintegrasi mantan napi",
    "HIV/AIDS", "kesehatan jiwa", "rehabilitasi pecandu", "tuna netra", "bahasa isyarat", "teguh iman", "fajar harapan", "pemuda masjid",
)  # fmt: skip
WITH = (
    "",
    "",
    "",
    " dan sosial",
    " di perdesaan",
    " berbasis warga",
    ", pelatihan",
    " (rintisan)",
    "; lainnya",
)

_NOTHING_SEEN = ("\u200b", "\u00ad", "\u2060", "\ufeff", "\u200d")
_BETWEEN = (
    "",
    "",
    " ",
    ".",
    "-",
    ",",
    "_",
    "/",
    " - ",
    ", ",
    "\u2013",
    "\u00a0",
    "·",
    "*",
    "|",
    ":",
    *_NOTHING_SEEN,
)


def _grouped(dice: random.Random, digits: str, sizes: tuple[tuple[int, ...], ...]) -> str:
    """The digits in groups, or one by one, with any sign between; at times full-width ones."""
    gap, text = dice.choice(_BETWEEN), digits
    if dice.random() < 0.15:
        text = gap.join(digits)
    else:
        parts, rest = [], digits
        for size in dice.choice(sizes):
            parts.append(rest[:size])
            rest = rest[size:]
        text = gap.join(part for part in [*parts, rest] if part)
    if dice.random() < 0.05:
        text = text.translate({ord("0") + n: 0xFF10 + n for n in range(10)})
    return text


def identity_number(dice: random.Random) -> str:
    day = dice.randint(1, 31) + 40 * dice.randint(0, 1)
    digits = f"{dice.choice((32, 31, 33, 36, 12, 61))}{dice.randint(1, 79):02d}{dice.randint(1, 30):02d}{day:02d}{dice.randint(1, 12):02d}{dice.randint(0, 99):02d}{dice.randint(1, 9999):04d}"
    before = dice.choice(("", "", "", "NIK ", "NIK:", "no KTP ", "KK no. ", "nik_", "KTP="))
    return before + _grouped(dice, digits, ((4, 4, 4, 4), (6, 6, 4), (2, 2, 2, 6, 4), (8, 8), (16,)))


def telephone(dice: random.Random) -> str:
    said = dice.choice(("", "", "", "HP ", "hp:", "WA ", "telp. ", "Tlp ", "no. hp ", "kontak: ", "WhatsApp "))
    if dice.random() < 0.3:
        area = dice.choice(("21", "22", "24", "251", "264", "267", "31", "274"))
        local = f"{dice.randint(2, 8)}{dice.randint(10**5, 10**7 - 1)}"
        lead = dice.choice((f"(0{area}) ", f"0{area}-", f"0{area} ", f"(0{area})", f"+62 {area} ", f"+62-{area}-", f"0062 {area} ", f"+62 ({area}) ", f"62-{area}-"))  # fmt: skip
        return said + lead + _grouped(dice, local, ((3, 4), (4, 4), (7,)))
    operator = dice.choice(("812", "813", "821", "857", "878", "896", "838", "811"))
    rest = str(dice.randint(10**6, 10**8 - 1))
    lead = dice.choice((f"0{operator}", f"0{operator}", f"(0{operator}) ", f"+62{operator}", f"+62 {operator}", f"62{operator}", f"0062{operator}",
                        f"0062 {operator} ", f"(+62) {operator}-", f"+62 (0) {operator} ", f"(62){operator}"))  # fmt: skip
    return said + lead + dice.choice(("", "", "-", " ", ".", ", ")) + _grouped(dice, rest, ((4, 4), (3, 4), (8,)))


def account(dice: random.Random) -> str:
    bank, length = dice.choice(
        (
            ("BCA", 10),
            ("BRI", 15),
            ("BNI", 10),
            ("Mandiri", 13),
            ("BSI", 10),
            ("bjb", 13),
            ("BTN", 16),
            ("Danamon", 10),
        )
    )
    digits = str(dice.randint(10 ** (length - 1), 10**length - 1))
    said = dice.choice(
        (
            "{} ",
            "Rek. {} ",
            "rekening {} no. ",
            "norek {}: ",
            "No. Rekening ({}) ",
            "{} a/c ",
            "no rek {} ",
            "",
            "transfer ke {} ",
        )
    )
    return said.format(bank) + _grouped(dice, digits, ((3, 4, 4), (4, 4, 4), (3, 3), (16,)))


def e_mail(dice: random.Random) -> str:
    name = dice.choice(GIVEN).lower() + dice.choice(("", ".", "_", "-", "")) + dice.choice(FAMILY).lower() + dice.choice(("", "77", "01"))
    at = dice.choice(("@", "@", "@", " @ ", "＠", " (at) ", "[at]", "@\u200b"))
    return name + at + dice.choice(("contoh.id", "surel.contoh.co.id", "contoh.com"))


def person(dice: random.Random) -> str:
    """A name as it slips into a short field: alone or with title, degree, patronymic; also without capitals."""
    given, family = dice.choice(GIVEN), dice.choice(FAMILY)
    form = dice.random()
    if form < 0.12:
        name = given
    elif form < 0.42:
        name = f"{given} {family}"
    elif form < 0.52:
        name = f"{given} {dice.choice(GIVEN)} {family}"
    elif form < 0.76:
        name = f"{dice.choice(BEFORE)} {dice.choice((given, f'{given} {family}'))}"
    elif form < 0.88:
        name = f"{given} {family}{dice.choice(AFTER)}"
    elif form < 0.94:
        name = f"{given} {dice.choice(('bin', 'binti', 'Bin'))} {dice.choice(GIVEN)}"
    else:
        name = f"{dice.choice(('ketua', 'pengurus', 'pelapor', 'kontak', 'PIC'))} {dice.choice(('', ': '))}{given} {family}"
    shape = dice.random()
    if shape < 0.1:
        name = name.lower()
    elif shape < 0.2:
        name = name.upper()
    elif shape < 0.25:
        name = name[:2] + dice.choice(_NOTHING_SEEN) + name[2:]
    return name


def organisation(dice: random.Random) -> str:
    form = dice.random()
    if form < 0.12:
        return dice.choice(ALONE)
    name = f"{dice.choice(ORGANISATIONS)} {dice.choice(CALLED)}"
    if form < 0.3:
        return name + dice.choice(
            (
                " 45",
                " 1928",
                " RW 07",
                " RT 003 RW 012",
                " 2019-2024",
                " Blok C 12 No. 5",
                " 17081945",
                " RW 01,02,03,04,05",
            )
        )
    if form < 0.45:
        return name + dice.choice((" Cikarang Utara", " Kab. Bekasi", " Desa Rekaan", " Jawa Barat", " Indonesia"))
    return name.upper() if form < 0.55 else name


def field_of_work(dice: random.Random) -> str:
    text = dice.choice(FIELDS) + dice.choice(WITH)
    shape = dice.random()
    return text.title() if shape < 0.25 else text.upper() if shape < 0.35 else text


def document_number(dice: random.Random) -> tuple[str, str]:
    """Column and number, as they stand on the papers: deed and registration with letters, or nothing but digits."""
    n, year, month = (
        dice.randint(1, 99_999),
        dice.randint(2012, 2026),
        dice.choice(("I", "II", "IV", "VI", "IX", "X", "XII")),
    )
    ahu = (f"AHU-{n:07d}.AH.01.07.TAHUN {year}", f"AHU-{n:05d}.AH.01.04.Tahun {year}", f"C-{n % 900}.HT.01.02.TH {year}", f"AHU.{n}.50.80.{year}",
           f"50{year % 100}{dice.randint(1, 28):02d}{dice.randint(1, 12):02d}32{dice.randint(0, 999999):06d}", f"{year}{n:08d}", f"{n:05d}{n:05d}")  # fmt: skip
    skt = (f"{n % 99:02d}-32-00/{n % 999:04d}/{month}/{year}", f"01-00-00/{n % 999:04d}/D.III.4/{month}/{year}", f"SKT {n % 999:03d}-{n:05d}/{year}",
           f"220/{n % 999}/SKT/Bakesbangpol/{year}", f"{year}{dice.randint(1, 12):02d}{n:05d}", f"{n:06d}{year}", f"0220.{n % 999:03d}/{month}/{year}", f"{n % 9999}")  # fmt: skip
    skl = (
        f"SKL/{n % 999:03d}/Kesbangpol/{month}/{year}",
        f"300.{n % 99}/{n % 999}/SKL-{year}",
        f"No. {n % 999}/SKL/{month}/{year}",
        f"{n:010d}{year}",
    )
    column, forms = dice.choice((("no_ahu", ahu), ("no_skt", skt), ("no_skl", skl)))
    return column, dice.choice(forms)


def many(make: Callable[[random.Random], Any], size: int = SIZE) -> list[Any]:
    """As many as are asked for, always the same."""
    dice = random.Random(f"{SEED} {make.__name__}")  # noqa: S311 - the same dice every time is what is wanted
    return [make(dice) for _ in range(size)]


def person_in_words(dice: random.Random) -> str:
    """A name without title among ordinary words, where only the name itself could tell."""
    said = dice.choice(
        (
            "rapat dengan {}",
            "laporan {} tentang sampah",
            "kegiatan milik {}",
            "bantuan untuk {}",
            "rumah {} terbakar",
        )
    )
    return said.format(f"{dice.choice(GIVEN)} {dice.choice(FAMILY)}")


def file_of_person(dice: random.Random) -> str:
    """The name of a file that somebody called after a person."""
    name = person(dice)
    said = dice.choice(("{}", "laporan {}", "Data Kejadian - {}", "rekap_{}_okt", "{} 2026-10"))
    text = said.format(name).replace("/", "-")
    return dice.choice((text, text.replace(" ", "_"))) + ".xlsx"


def file_of_office(dice: random.Random) -> str:
    """Names of files as offices give them."""
    area = dice.choice(
        (
            "Setu",
            "Cikarang Utara",
            "Tambun Selatan",
            "Muaragembong",
            "Pebayuran",
            "Kedungwaringin",
            "kab bekasi",
            "Kec. Cibarusah",
        )
    )
    what = dice.choice(
        (
            "laporan kejadian",
            "Rekap Kegiatan Ormas",
            "data ormas",
            "FORM kelengkapan",
            "survei",
            "Kejadian",
            "kegiatan rev2",
            "daftar hadir pelatihan",
        )
    )
    when = dice.choice(("oktober 2026", "2026-10", "okt 26", "10-2026", "20261003", "TW III 2026", "(1)", "final fix"))
    text = dice.choice((f"{what} {area} {when}", f"{when} {what} {area}", f"{area} - {what} - {when}"))
    return dice.choice((text, text.replace(" ", "_"))) + ".xlsx"

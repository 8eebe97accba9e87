"""The gate that keeps persons out: identity numbers, telephones, e-mail, bank accounts, names.

What is found is refused with its place; the value itself is never stored, logged or echoed. Codes are checked by their
structure, names by titles and common given names: the gate catches what people write by habit, and the tables have no
room for narrative. It can't catch every name.
"""

from __future__ import annotations

import functools
import re
from datetime import date

from data.errors import DataError
from data.words import N_, t

# Provinces of Kemendagri's codes: a number of 16 digits that begins with none of them is no NIK.
_PROVINCES = {
    *range(11, 20),
    21,
    *range(31, 37),
    *range(51, 54),
    *range(61, 66),
    *range(71, 77),
    81,
    82,
    *range(91, 98),
}
_SEPARATED = r"[\s.\-/]?"
_SIXTEEN = re.compile(rf"(?<!\d)\d(?:{_SEPARATED}\d){{15}}(?!\d)")
_EMAIL = re.compile(r"[\w.+\-]+\s?@\s?[\w\-]+(?:\.[\w\-]+)+")
# Not in the middle of a code, but straight after "HP".
_MOBILE = re.compile(
    r"(?:(?<![A-Za-z0-9])|(?<=hp)|(?<=wa)|(?<=tlp))(?:\+?62|0)[\s.\-()]{0,2}8[1-9](?:[\s.\-]?\d){6,10}(?!\d)",
    re.IGNORECASE,
)
_CALLED = re.compile(
    r"\b(?:telp?|telepon|hp|no\.?\s?hp|wa|whatsapp|fax|faks)\b[\s.:]{0,3}[+\d(][\d\s.\-()]{5,}", re.IGNORECASE
)
_AREA = re.compile(r"(?:\(0[2-9]\d{1,2}\)|\+62[\s.\-]?[2-79]\d{1,2})[\s.\-]?\d{5,8}(?!\d)")
_ACCOUNT = re.compile(
    r"\b(?:rek|rekening|norek|bca|bri|bni|bsi|bjb|btn|mandiri|cimb)\b\D{0,12}\d(?:[\s.\-]?\d){5,}",
    re.IGNORECASE,
)
_LONG = re.compile(r"(?<![\d.])\d{10,16}(?![\d.])")
_TITLE = re.compile(
    r"(?:^|[\s,(])(?:bapak|bpk|ibu|sdr|sdri|saudara|saudari|tn|ny|nn|hj|kh|ust|ustadz|ustaz|a\.?n|atas nama|bin|binti|alm|almh)\b\.?\s+[A-Z]"
    r"|(?:^|\s)H\.\s?[A-Z][a-z]|,\s?S\.?(?:H|E|Pd|Sos|T|Kom|IP|Ag)\b\.?|(?:^|\s)(?:Drs|Dra|Ir)\.\s?[A-Z]",
    re.IGNORECASE,
)  # fmt: skip
# Common given and family names that are no ordinary words, nor names of organisations or places here.
_NAMES = frozenset(
    ["abdul", "abdullah", "achmad", "agus", "ahmad", "aisyah", "ajeng", "aminah", "anisa", "anwar", "ari", "arif", "asep", "ayu", "bambang", "budi", "cecep", "dadang", "darmawan", "dedi", "deni", "denny", "dewi", "dian", "didik", "dodi", "eko", "endang", "erna", "fadli", "faisal", "fajar", "fatimah", "fauzi", "febri", "ferry", "firman", "firmansyah", "fitri", "fitriani", "gunawan", "hadi", "handayani", "hasan", "hendra", "hendri", "heri", "herman", "hermawan", "hidayat", "husein", "imam", "indra", "irawan", "irfan", "iskandar", "iwan", "joko", "jumadi", "khadijah", "khairul", "komarudin", "kurniawan", "lina", "maman", "maryam", "maulana", "mulyadi", "mulyana", "mulyono", "muhamad", "muhammad", "mohamad", "mohammad", "nana", "nining", "novi", "nugroho", "nurhayati", "nurul", "pratama", "prasetyo", "priyanto", "purnomo", "purwanto", "rahmat", "rahmawati", "rahman", "rahayu", "ratna", "rian", "rina", "rini", "riyanto", "rizal", "rizki", "rohman", "rudi", "rusdi", "sahrul", "saiful", "santoso", "saputra", "setiawan", "setyawan", "siti", "slamet", "sofyan", "solihin", "sri", "sucipto", "sugeng", "suharto", "suherman", "sukardi", "sulaiman", "sulastri", "sumarni", "sunarto", "supardi", "suparman", "suparno", "supriyadi", "supriyanto", "suryadi", "suryana", "susanti", "susanto", "sutarman", "sutrisno", "suwarno", "suyanto", "syaiful", "syarif", "taufik", "tatang", "teguh", "ujang", "usman", "wahyu", "wahyudi", "wahyuni", "wawan", "wibowo", "widodo", "wijaya", "yanti", "yanto", "yani", "yayan", "yudi", "yuliana", "yusuf", "zaenal", "zainal", "zulkifli"]
)  # fmt: skip
# Words in what is no name though every word of it has a capital: titles of columns, places, offices.
_ORDINARY = frozenset(
    ["nama", "kode", "nomor", "no", "tanggal", "tgl", "bulan", "tahun", "jam", "waktu", "alamat", "lengkap", "pelapor", "korban", "pelaku", "kejadian", "kegiatan", "laporan", "data", "rekap", "jumlah", "total", "jenis", "lokasi", "desa", "kelurahan", "kecamatan", "kabupaten", "kota", "provinsi", "ormas", "polsek", "polres", "sumber", "status", "keterangan", "ket", "catatan", "uraian", "kronologi", "peserta", "petugas", "jabatan", "instansi", "kantor", "jalan", "kampung", "rt", "rw", "blok", "perumahan", "pasar", "pabrik", "kawasan", "sekolah", "masjid", "gereja", "rumah", "surat", "skt", "skl", "ahu", "indeks", "nilai", "target", "bidang", "singkatan", "bentuk", "organisasi", "telepon", "hp", "email", "rekening", "nik", "ktp", "kk", "judul", "kolom", "isi", "tabel", "cikarang", "tambun", "bekasi", "barat", "timur", "utara", "selatan", "pusat", "baru"]
)  # fmt: skip

NIK, PHONE, EMAIL, ACCOUNT, NAME = N_("NIK atau nomor KK"), N_("nomor telepon"), N_("alamat e-mail"), N_("nomor rekening"), N_("nama orang")  # fmt: skip
HIDDEN = N_("(disembunyikan)")


def find(text: str) -> str | None:
    """What personal data a text holds, as words for people; None if none.

    Examples
    --------
    >>> find("3216071203850001"), find("hub. 0812-3456-7890"), find("Jl. Raya 12")
    ('NIK atau nomor KK', 'nomor telepon', None)
    """
    if any(_is_nik(number) for number in _SIXTEEN.findall(text)):
        return t(NIK)
    if _EMAIL.search(text):
        return t(EMAIL)
    if _MOBILE.search(text) or _CALLED.search(text) or _AREA.search(text):
        return t(PHONE)
    if _ACCOUNT.search(text) or any(not _is_dated(number) for number in _LONG.findall(text)):
        return t(ACCOUNT)
    return None


def find_name(text: str) -> str | None:
    """Whether a text holds the name of a person, by title or common name: for fields that name nothing else.

    Examples
    --------
    >>> find_name("a.n. Sutarjo"), find_name("kawasan industri")
    ('nama orang', None)
    """
    if _TITLE.search(text) or any(word in _NAMES for word in re.findall(r"[a-z]+", text.casefold())):
        return t(NAME)
    return None


def hide(text: str, *, names: bool = True) -> str:
    """The text, or `(disembunyikan)` where it may hold personal data: for all that is echoed.

    names: also what only looks like a name, two to four words with capitals that are no words of ours.

    Examples
    --------
    >>> hide("gosip"), hide("Sutarjo Wirya"), hide("Bekasi Timur", names=False)
    ('gosip', '(disembunyikan)', 'Bekasi Timur')
    """
    personal = find(text) or find_name(text) or re.search(r"\d{9,}", text)
    return t(HIDDEN) if personal or (names and _looks_like_name(text)) else text


def refuse(text: str, where: str) -> None:
    """Refuse a text that holds personal data, for what people type freely. Raises DataError without the text."""
    if kind := find(text) or find_name(text):
        raise DataError(
            t(
                "{where}: berisi {kind}. Data pribadi tidak disimpan; hapus, lalu ulangi.",
                where=where,
                kind=kind,
            )
        )


def _is_nik(number: str) -> bool:
    """Province, kabupaten and kecamatan, day of birth (+ 40 for women), month, year, serial."""
    digits = re.sub(r"\D", "", number)
    day, month = int(digits[6:8]) % 40, int(digits[8:10])
    return (
        int(digits[:2]) in _PROVINCES
        and digits[2:4] != "00"
        and digits[4:6] != "00"
        and 1 <= day <= 31
        and int(digits[6:8]) <= 71
        and 1 <= month <= 12
        and digits[12:] != "0000"
    )


def _is_dated(number: str) -> bool:
    """A running number that begins with a date, as offices number their reports."""
    try:
        return 2000 <= date(int(number[:4]), int(number[4:6]), int(number[6:8])).year <= 2099
    except ValueError:
        return False


def _looks_like_name(text: str) -> bool:
    words = text.split()
    if not 2 <= len(words) <= 4 or not all(re.fullmatch(r"[A-Z][A-Za-z'.]*,?", word) for word in words):
        return False
    return not {word.casefold().strip(".,") for word in words} & _known_words()


@functools.cache
def _known_words() -> frozenset[str]:
    """Words of the tables' own headers and lists."""
    from data.tables import TABLES

    texts = [
        part
        for table in TABLES.values()
        for column in table.columns
        for part in (column.name, *column.choices)
    ]
    return _ORDINARY | {word for text in texts for word in text.split("_")}

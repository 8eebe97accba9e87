"""The gate that keeps persons out: identity numbers, telephones, e-mail, bank accounts, names.

What is found is refused with its place; the value itself is never stored, logged or echoed. Numbers are known by their
form, whatever stands between their digits; names by `names`, which also says where it isn't sure. The gate catches what
people write by habit, and the tables have no room for narrative. It can't catch everything: docs/disclosure.md says how
much it does, measured.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from data.errors import DataError
from data.privacy import names as persons
from data.words import N_, Message, msg

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
# What people put between digits: up to three characters that are neither letter nor digit.
_GAP = r"[\W_]{0,3}"
_SIXTEEN = re.compile(rf"(?<!\d)(?=(\d(?:{_GAP}\d){{15}})(?!\d))")
_EMAIL = re.compile(r"[\w.+\-]+\s?(?:@|[(\[]\s?at\s?[)\]])\s?[\w\-]+(?:\.[\w\-]+)+", re.IGNORECASE)
# Not in the middle of a code, but straight after "HP".
_START = r"(?:(?<![A-Za-z0-9])|(?<=hp)|(?<=wa)|(?<=tlp)|(?<=telp))"
_MOBILE = re.compile(rf"{_START}(?:\+?{_GAP}(?:00)?62{_GAP}0?|0){_GAP}8{_GAP}[1-9](?:{_GAP}\d){{6,10}}(?!\d)", re.IGNORECASE)
# Two or three digits of the area, never 020; the number itself begins with 2 to 9 and is no part of a document number.
_AREA = re.compile(
    rf"(?<![A-Za-z0-9./\-])(?:\(?0(?:2[1-9]|[3-9]\d)\d?\)?|(?:\+|00)?62{_GAP}\(?0?[2-79]\d{{1,2}}\)?){_GAP}"
    rf"[2-9](?:{_GAP}\d){{5,7}}(?![\d/])"
)
_CALLED = re.compile(
    r"\b(?:telp?|tlp|telepon|hp|hape|ponsel|wa|whatsapp|fax|faks|kontak|nomor\s?hp|no\.?\s?hp)(?=\b|_|\d)[^\w]{0,4}"
    rf"\d(?:{_GAP}\d){{5,}}",
    re.IGNORECASE,
)
_ACCOUNT = re.compile(
    rf"\b(?:no\.?\s?)?(?:rek|rekening|norek|a/c)\b\D{{0,24}}\d(?:{_GAP}\d){{5,}}"
    rf"|\b(?:bca|bri|bni|bsi|bjb|btn|mandiri|cimb|danamon|permata|muamalat|mega|dki)\b\D{{0,12}}\d(?:{_GAP}\d){{8,}}",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")
# Digits among which letters stand for digits that look alike, alone or after a word that announces a number: "O8l2 3456".
_MIXED = re.compile(
    r"(?:(?<![^\W\d_])|(?<=hp)|(?<=wa)|(?<=tlp)|(?<=telp)|(?<=nik))(?=\D*\d)[\doqliszb](?:[\W_]{0,4}[\doqliszb]){8,}(?![^\W\d_])",
    re.IGNORECASE,
)
_LIKE_DIGITS = str.maketrans("oOqQlLiIsSzZbB", "00001111552288")
_ROMAN = re.compile(r"(?<![^\W_])I{1,3}(?![^\W_])")  # months of documents
_LONG = re.compile(r"(?<![\d.])\d{10,16}(?![\d.])")
# Nothing but digits in groups, as account numbers are read out.
_GROUPS = re.compile(r"\d+(?:[\W_]{1,3}\d+)+")
_SHORT_OF_NOUGHT = re.compile(r"8(?:1[1-9]|2[1238]|3[1238]|5[1235-9]|7[789]|8[1-9]|9[5-9])\d{6,9}")  # what Excel makes of 08…
_AREA_OF_DOCUMENT = re.compile(rf"(?:\(0\d{{2,3}}\)|\+62){_GAP}\d(?:{_GAP}\d){{5,}}")
_THOUSANDS = re.compile(r"\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*")

NIK, PHONE, EMAIL, ACCOUNT, NAME = N_("NIK atau nomor KK"), N_("nomor telepon"), N_("alamat e-mail"), N_("nomor rekening"), N_("nama orang")
HIDDEN = N_("(disembunyikan)")


def normalise(text: str) -> str:
    """A text as it is judged: one form of each character, digits of any script as 0 to 9, nothing invisible, single spaces.

    Examples
    --------
    >>> normalise("\N{FULLWIDTH DIGIT ZERO}8\N{ZERO WIDTH SPACE}12")
    '0812'
    """
    if not text.isascii():
        text = "".join(map(_visible, unicodedata.normalize("NFKC", text)))
    return " ".join(text.split())


def _visible(sign: str) -> str:
    category = unicodedata.category(sign)
    if category == "Nd":
        return str(unicodedata.decimal(sign))
    return "" if category in ("Cf", "Mn", "Me") or sign == "\N{HANGUL FILLER}" else sign


def find(text: str, *, document: bool = False) -> str | None:
    """What personal data a text holds, by its Indonesian name (a msgid); None if none. Names aside: `find_name`.

    document: the number of a deed or registration, which may be nothing but digits and is no account; identity numbers
    and telephones are told from it by their form.

    Examples
    --------
    >>> find("3216071203850001"), find("hub. 0812-3456-7890"), find("Jl. Raya 12")
    ('NIK atau nomor KK', 'nomor telepon', None)
    >>> find("2024000123456"), find("2024000123456", document=True)
    ('nomor rekening', None)
    """
    text = normalise(text)
    if ("@" in text or "at" in text) and _EMAIL.search(text):
        return EMAIL
    return _number(text, document=document) or _mixed(text, document=document)


def _mixed(text: str, *, document: bool) -> str | None:
    """The same for numbers in which letters stand for some of the digits."""
    if text.isalpha() or not _DIGIT.search(text):
        return None
    plain = _MIXED.sub(lambda match: _as_digits(match.group()), text)
    return None if plain == text else _number(plain, document=document)


def _as_digits(run: str) -> str:
    """A run with digits in place of its letters; unchanged where it has hardly any digit, or holds the Roman month of a document."""
    signs = [sign for sign in run if sign.isalnum()]
    told = sum(map(str.isdigit, signs)) * 4 >= len(signs) and not ("/" in run and _ROMAN.search(run))
    return run.translate(_LIKE_DIGITS) if told else run


def _number(text: str, *, document: bool) -> str | None:
    digits = len(_DIGIT.findall(text))
    if digits < 6:
        return None
    if digits >= 16 and any(_is_nik(number) for number in _SIXTEEN.findall(text)):
        return NIK
    if _CALLED.search(text):
        return PHONE
    if digits >= 8 and (_MOBILE.search(text) or (not document and _AREA.search(text))):
        return PHONE
    if document and (_SHORT_OF_NOUGHT.fullmatch(text) or _AREA_OF_DOCUMENT.match(text)):
        return PHONE
    if _ACCOUNT.search(text) or (digits >= 10 and not document and _is_long(text)):
        return ACCOUNT
    return None


def find_name(text: str) -> str | None:
    """Whether a text holds the name of a person, surely or probably: for texts about which nobody is asked.

    Examples
    --------
    >>> find_name("a.n. Sutarjo"), find_name("kawasan industri"), find_name("kesehatan ibu dan anak")
    ('nama orang', None, None)
    """
    return NAME if persons.judge(normalise(text)) in ("nama", "mungkin") else None


def find_in_file_name(name: str) -> str | None:
    """The same for the name of a file, which is stored: numbers, and words that are known as names.

    Examples
    --------
    >>> find_in_file_name("laporan_Bpk_Sutarjo.xlsx"), find_in_file_name("laporan_setu_oktober.xlsx")
    ('nama orang', None)
    """
    stem = normalise(name).rpartition(".")[0] or name
    return find(stem) or (NAME if persons.judge_file(stem) == "nama" else None)


def refuse_file_name(name: str) -> None:
    """Refuse a file whose name surely holds personal data, since names of files are stored. Raises DataError without the name."""
    if kind := find_in_file_name(name):
        raise DataError(msg("Nama berkas memuat {kind}, dan nama berkas ikut disimpan. Ganti namanya, lalu ulangi.", kind=msg(kind)))


def storable_file_name(name: str) -> str:
    """The name of a file as it may be stored: without its stem where that is perhaps the name of a person.

    Nobody is asked: the name only helps to find a file again, and its digest tells it apart from others.

    Examples
    --------
    >>> storable_file_name("laporan_setu_oktober.xlsx"), storable_file_name("laporan velda.xlsx")
    ('laporan_setu_oktober.xlsx', 'berkas.xlsx')
    """
    stem, dot, ending = normalise(name).rpartition(".")
    return name if persons.judge_file(stem or ending) is None else f"berkas{dot}{ending if stem else ''}"


def renamed(stored_as: str) -> Message:
    """Why a file is stored under another name, in words."""
    return msg("nama berkas mungkin memuat nama orang, karena itu disimpan sebagai {name}", name=stored_as)


def hide(text: str, *, names: bool = True) -> str:
    """The text, or `(disembunyikan)` where it may hold personal data: for everything that is echoed.

    names: also hide what only looks like a name, two to four capitalised words that aren't in our vocabulary.

    Examples
    --------
    >>> hide("gosip"), hide("Sutarjo Wirya"), hide("Bekasi Timur", names=False)
    ('gosip', '(disembunyikan)', 'Bekasi Timur')
    """
    plain = normalise(text)
    personal = find(plain) or find_name(plain) or re.search(r"\d{9,}", plain)
    return HIDDEN if personal or (names and _looks_like_name(plain)) else text


def refuse(text: str, where: Message) -> None:
    """Refuse a text that surely holds personal data, for what people type freely. Raises DataError without the text."""
    if kind := find(text) or (NAME if persons.judge(normalise(text)) == "nama" else None):
        raise DataError(
            msg(
                "{where}: berisi {kind}. Data pribadi tidak disimpan; hapus, lalu ulangi.",
                where=where,
                kind=msg(kind),
            )
        )


def is_doubtful(text: str) -> bool:
    """Whether a text may hold the name of a person, which only whoever typed it can say.

    Examples
    --------
    >>> is_doubtful("menurut Ketua Umum Velda"), is_doubtful("cocok dengan laporan Polsek")
    (True, False)
    """
    return persons.judge(normalise(text)) in ("mungkin", "asing")


def _is_long(text: str) -> bool:
    """A long number that can only be an account: it doesn't begin with a date, and none of its groups is a year or a code of a desa."""
    if any(not _is_dated(number) for number in _LONG.findall(text)):
        return True
    digits = re.sub(r"\D", "", text)
    if not _GROUPS.fullmatch(text) or not 10 <= len(digits) <= 16 or "/" in text or _is_dated(digits):
        return False
    years = any(re.fullmatch(r"(19|20)\d\d", group) for group in re.findall(r"\d+", text))
    return not years and not _THOUSANDS.fullmatch(text) and not re.fullmatch(r"\d\d\.\d\d\.\d\d\.\d{4}", text)


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
    return not any(persons.is_ordinary(word.casefold().strip(".,")) for word in words)

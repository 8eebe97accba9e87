"""A second list to measure the gate for personal data with: measured once, never tuned on.

It was written before its author had opened the gate's own lists (`data/reference/nama_orang.toml`) and the list that
the gate is mended on (`personal_strings`), from what one meets in registers and rolls of names across Indonesia:
one, two and three words, marga and fam, titles and none. `SHA256` holds it as it was then. Who finds a string here
that passes may mend the gate for its *kind*, but then the kind has to be found elsewhere, never a word taken over from here.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable, Mapping
from typing import Any

SEED, SIZE = 7_190_523, 500

# Given names of men and of women, by where they are at home; most persons have two or three words of the same region.
JAWA = (
    "Suparman Sutrisno Mulyono Widodo Suyatno Parjo Tukiran Ngatiman Kasiran Wagiman Sarjono Haryanto Budiarto Sugeng Triyono Purnomo Wibowo Joko Agung Bambang Eko Dwi Tri Catur Sigit Heru Teguh Wahyudi Hartono Susilo Prayitno Sudarsono Suroto Sumarno Warsito Kuncoro Nugroho Prasetyo Setiawan Pamungkas Yudhistira Bagas Galih Dimas Rendra",
    "Sumiyati Suprapti Ngatinah Wagiyem Tumini Sulastri Sri Endang Wahyuni Rahayu Lestari Puspitasari Widyastuti Handayani Mulyani Kusumawati Purwaningsih Retno Ratna Dyah Anggraeni Wulandari Maharani Ningrum Astuti Hartati Suryani Murtiningsih Tutik Yatmi Kartini Utami Pertiwi Indah Ayu Dewi",
)
SUNDA = (
    "Asep Ujang Dadang Cecep Encep Aceng Jajang Nana Entis Engkos Oding Tatang Yayan Wawan Iwan Dede Deden Dudung Agus Ade Eman Sulaeman Suherman Hermawan Gunawan Permana Sudrajat Saepudin Kusnadi Kosasih Sobandi Suhendi Suparta Rukmana Sutisna Komarudin Ruhimat Nurjaman Ramdani Rohendi",
    "Euis Neneng Eneng Iis Tati Cucu Entin Imas Nining Titin Yeyen Ai Enok Elis Lilis Teti Yanti Rosmiati Kurniasih Sukaesih Komalasari Juariah Rukmini Susilawati Mintarsih Suhaeti Nurhasanah Rohaeti",
)
BETAWI = (
    "Mamat Jaenal Naman Nasan Rojali Sabeni Mursalih Nawi Miin Jayadi Marzuki Namin Saman Encang Icang Romli Sarmili Madali Kosim Nurdin Mardani Saidi Ali Hasan Musa Niman Minan Samin Risin",
    "Mpok Rohilah Marhamah Romlah Saodah Mumun Enih Asnah Rohani Masnah Salamah Nurlela Saidah Sapiah Aminah Maryam Onih Munah Rodiah",
)
ARAB = (
    "Muhammad Ahmad Abdul Abdullah Ibrahim Ismail Yusuf Zainal Saiful Syamsul Khoirul Nurul Fathur Rahman Rahmat Hidayat Fauzi Faisal Rizki Ridwan Hanafi Anwar Arifin Munir Mustofa Maulana Malik Hakim Lukman Luthfi Zulkifli Zulkarnain Basri Hamzah Taufik Irfan Ilham Iqbal Fadli Farhan Rafi Habibi Syahrul Nasrullah Amrullah Baihaqi Mubarok Asyari Muttaqin Sholeh Ghozali",
    "Siti Fatimah Aisyah Khadijah Zahra Nur Laila Halimah Rahma Rohmah Maimunah Zulaikha Hafsah Nabila Salsabila Azizah Muslimah Fitri Fitriani Nurjannah Nurhayati Khoiriyah Hikmah Mardhiyah Robiah Sakinah Latifah Syarifah Nafisah Uswatun Qonita Ummu Kulsum",
)
BATAK = (
    "Parlindungan Tigor Binsar Togar Marolop Hotman Jonggi Poltak Saut Sahat Mangapul Maruli Monang Ucok Pardomuan Robinson Jhonson Bonar Hasiholan Tumpal Rikson",
    "Tiur Rosmaida Lasma Tiominar Rotua Hotmauli Nurmala Dameria Romauli Marintan Duma Saurma Lamtiur Roslinda Risma",
)
MARGA = "Simanjuntak Hutapea Situmorang Nainggolan Siregar Harahap Nasution Lubis Sihombing Silalahi Pasaribu Sitorus Manurung Panjaitan Napitupulu Sinaga Purba Saragih Tarigan Ginting Sembiring Hutagalung Simatupang Tampubolon Sirait Gultom Marpaung Aritonang Sianipar Pardede Batubara Daulay Pohan Rangkuti Barus Sitepu"
MINANG = (
    "Syafrizal Zulhendri Nofrizal Yulisman Afrizal Erizal Syamsir Dasril Masrul Ermansyah Jasman Bustami Nasrul Khairul Rafles Hendri Febriandi Yondri Zulfahmi Aswir",
    "Yusnimar Ermawati Nurbaiti Rosnidar Syofniati Elfitra Zulmiati Gusnita Yulianis Desmawati Murniati Ratnawilis Asnidar Upik",
)
SUKU = "Chaniago Koto Piliang Tanjung Sikumbang Caniago Guci Jambak Melayu"
SULAWESI = (
    "Baso Andi Daeng Nurdin Syahrir Tahir Amiruddin Baharuddin Sirajuddin Muhlis Haeruddin Rusdi Mappasessu Patta Makmur Alimuddin Sangkala Hasbullah Marthen Jantje Fentje Welly",
    "Besse Tenri Hasnah Rosmini Nurhaeda Sitti Marwah Indo Hasmawati Syamsiah Meiske Deetje Olvie Syane Jeine",
)
FAM = "Daeng Tompo Lapian Mandagi Rumengan Wowor Tumbelaka Kandou Sondakh Lumentut Pangkey Karundeng Mokoginta Latuconsina Pattinasarany Tuasikal Sahetapy Leimena Souhuwat Wattimena Rumbiak Wanggai Karubaba Fonataba Kogoya Tabuni Lewar Lamak Nubatonis Tefa Banoet Djami"
TIMUR = (
    "Yohanes Petrus Paulus Markus Stefanus Fransiskus Yosep Agustinus Benediktus Marselinus Ignasius Kornelis Melkianus Yulianus Simon Thomas Daniel Samuel Filemon Elieser Obaja",
    "Maria Theresia Yuliana Margaretha Agnes Veronika Kristina Martha Debora Yosefina Fransiska Elisabeth Monika Regina Natalia Yohana",
)
BALI = (
    "I Wayan|I Made|I Nyoman|I Ketut|I Gede|I Putu|I Komang|Ida Bagus|I Gusti Ngurah|Anak Agung Gede",
    "Ni Wayan|Ni Made|Ni Luh|Ni Ketut|Ni Putu|Ni Nyoman|Ida Ayu|I Gusti Ayu|Ni Komang",
)
BALI_SECOND = "Sudiarta Suartana Wirawan Sukadana Adnyana Artawan Mahendra Widiana Astawa Sudana Sukerti Suryati Widiantari Sriasih Darmayanti Purnamawati Parwata Suwitra Wibawa Yasa Merta Trisna Puspa Arini"
TIONGHOA = (
    "Hendra Budiman Andreas Kevin Steven Felix Rudy Johan Willy Benny Freddy Jimmy Edwin Albert Vincent Yanto",
    "Lina Meliana Felicia Jessica Yenny Linda Fanny Merry Vivi Shelly Stella Cindy Silvia Christine",
)
TIONGHOA_SECOND = "Wijaya Halim Tanuwijaya Kusuma Salim Gunadi Santoso Lim Tan Liem Oei Gouw Hartanto Susanto Kurniawan Lesmana Sutanto Tjandra Tanoto Widjaja Chandra Setiadi Sugianto"
MODERN = (
    "Rizky Aldi Reza Yoga Dika Fajar Bayu Rangga Rian Doni Andika Rio Kevin Raka Arga Naufal Rafli Alif Gilang Vino Fikri Ivan Aditya Angga",
    "Putri Anisa Nadia Tiara Intan Cantika Keysha Aulia Dinda Citra Mega Bella Amelia Vania Rara Shinta Novi Desi Rika Winda Nisa Devi Yulia",
)
MODERN_SECOND = "Pratama Saputra Ramadhan Perdana Nugraha Firmansyah Maulana Alfarizi Putra Wicaksono Pradana Hakiki Syahputra Oktaviani Safitri Permatasari Ramadhani Aprilia Oktavia Kirana Febrianti Damayanti Agustina Puspita Azzahra Khairunnisa"
TITLES = ("H.", "Hj.", "KH.", "Ust.", "Drs.", "Dra.", "Ir.", "Dr.", "R.", "Rd.", "Tb.", "Bapak", "Ibu", "Pak", "Bu", "Kang", "Ustadzah", "Prof.", "dr.", "Pdt.", "Romo", "Kiai", "Sdr.", "Sdri.", "Serda", "Kompol")  # fmt: skip
DEGREES = (
    ", S.H.",
    ", S.Pd.",
    ", M.Si",
    ", S.E., M.M.",
    " SH",
    ", S.Sos",
    ", S.Pd.I",
    ", Lc.",
    ", S.Kom",
    ", A.Md.",
)
PLACES = ["Cikarang", "Tambun", "Cibitung", "Setu", "Babelan", "Tarumajaya", "Muaragembong", "Sukatani", "Karangbahagia", "Pebayuran", "Cibarusah", "Serang", "Cabangbungin", "Kedungwaringin"]  # fmt: skip


def _case(dice: random.Random, text: str) -> str:
    """As people type it: mostly with capitals, now and then all in capitals or all small."""
    return dice.choices((text, text.upper(), text.lower()), (80, 14, 6))[0]


def _words(dice: random.Random) -> list[str]:
    """The words of one name."""
    woman = dice.randrange(2)
    pools = {"jawa": JAWA, "sunda": SUNDA, "betawi": BETAWI, "arab": ARAB, "batak": BATAK, "minang": MINANG, "sulawesi": SULAWESI, "timur": TIMUR, "bali": BALI, "tionghoa": TIONGHOA, "modern": MODERN}  # fmt: skip
    home = dice.choices(tuple(pools), (20, 20, 9, 18, 7, 4, 4, 3, 2, 3, 10))[0]
    pool = pools[home][woman]
    if home == "bali":
        return [*dice.choice(pool.split("|")).split(), dice.choice(BALI_SECOND.split())]
    first = dice.choice(pool.split())
    second = {"batak": MARGA, "minang": SUKU, "sulawesi": FAM, "timur": FAM, "tionghoa": TIONGHOA_SECOND, "modern": MODERN_SECOND}.get(home, pool)  # fmt: skip
    length = dice.choices((1, 2, 3), (17, 60, 23))[0]
    if length == 1:
        return [first]
    others = dice.sample([word for word in second.split() if word != first], 1)
    if length == 3:
        middle = dice.choice([word for word in (*pool.split(), *MODERN[woman].split()) if word not in (first, *others)])  # fmt: skip
        others = [middle, *others]
    return [first, *others]


def person(dice: random.Random) -> str:
    """A name as it may stand in a cell by mistake: bare, initialled, with bin or alias, with a title or a degree."""
    words = _words(dice)
    form = dice.choices(("bare", "initial", "bin", "alias", "title", "degree", "short"), (66, 6, 3, 2, 12, 6, 5))[0]
    name = " ".join(words)
    if form == "initial":
        name = f"{words[0]} {dice.choice('ABDHKMNRSW')}."
    elif form == "bin":
        name = f"{words[0]} {'bin' if dice.random() < 0.6 else 'binti'} {dice.choice((*BETAWI[0].split(), *ARAB[0].split()))}"  # fmt: skip
    elif form == "alias":
        name = f"{name} alias {dice.choice(['Kebo', 'Jabrik', 'Ompong', 'Kancil', 'Bogel', 'Tompel'])}"
    elif form == "title":
        name = f"{dice.choice(TITLES)} {name}"
    elif form == "degree":
        name += dice.choice(DEGREES)
    elif form == "short":
        name = f"{dice.choice(('M.', 'Moh.', 'Muh.', 'St.', 'Abd.', 'A.'))} {words[-1]}"
    return _case(dice, name)


def person_as_ormas(dice: random.Random) -> str:
    """A person where the name of an Ormas is wanted."""
    return person(dice)


def person_in_words(dice: random.Random) -> str:
    """A name without title among ordinary words."""
    name = " ".join(_words(dice))
    said = dice.choice(
        (
            "ketua {}", "dipimpin {}", "pembinaan oleh {}", "sekretariat di rumah {}", "{} selaku koordinator lapangan",
            "hubungi {} untuk jadwal", "pengajian di kediaman {}", "usulan dari {}", "bendahara dijabat {}", "{} dan kawan-kawan",
            "perwakilan: {}", "pelatih silat {}", "binaan {} di {place}", "tokoh masyarakat {place}, {}", "kepengurusan lama ({})",
            "relawan kebencanaan a.n. {}", "sosial, penanggung jawab {}", "lihat surat {}", "narahubung {}", "pendiri {} tahun 2014",
        )
    )  # fmt: skip
    return said.replace("{place}", dice.choice(PLACES)).replace("{}", name)


def _digits(dice: random.Random, count: int) -> str:
    return "".join(dice.choice("0123456789") for _ in range(count))


def _split(dice: random.Random, text: str, every: tuple[int, ...]) -> str:
    """Digits in groups with one sign between them, or as they are."""
    sign = dice.choices(("", ".", " ", "-", ",", "_", "\u2013", "\u200b", "\u00a0", "/"), (40, 12, 14, 12, 4, 4, 4, 3, 4, 3))[0]  # fmt: skip
    parts, at = [], 0
    for size in every:
        parts.append(text[at : at + size])
        at += size
    return sign.join([*parts, text[at:]] if at < len(text) else parts)


def identity_number(dice: random.Random) -> str:
    """NIK or number of a family card."""
    day = dice.randrange(1, 29) + (40 if dice.random() < 0.5 else 0)
    born = f"{day:02d}{dice.randrange(1, 13):02d}{dice.randrange(0, 100):02d}"
    number = f"{dice.choice(('321606', '321613', '327501', '317204', '330712', '120101'))}{born}{dice.randrange(1, 60):04d}"  # fmt: skip
    said = _split(dice, number, dice.choice(((4, 4, 4), (6, 6), (2, 2, 2, 6), (16,))))
    return dice.choices(("{}", "NIK {}", "NIK: {}", "No. KK {}", "ketua ({})", "ktp {} ketua"), (50, 14, 12, 10, 7, 7))[0].replace("{}", said)  # fmt: skip


def telephone(dice: random.Random) -> str:
    """Of a mobile or of a house."""
    if dice.random() < 0.8:
        local = f"8{dice.choice('1235789')}{_digits(dice, dice.choice((8, 9, 9, 10)))}"
        plain = dice.choice(("0", "0", "0", "+62", "62", "0062", "+62 ", "(+62) ")) + _split(dice, local, dice.choice(((3, 4), (2, 4), (3, 3), (12,))))  # fmt: skip
    else:
        area = dice.choice(("021", "0267", "022", "0251"))
        number = f"{dice.choice('23578')}{_digits(dice, dice.choice((6, 7)))}"
        plain = dice.choice(("{}-{}", "({}) {}", "{} {}", "{}{}")).format(area, number)
    return dice.choices(("{}", "telp {}", "WA {}", "hp. {}", "hub: {}", "sekretariat {}"), (50, 12, 12, 10, 8, 8))[0].replace("{}", plain)  # fmt: skip


def account(dice: random.Random) -> str:
    """Of a bank, with a word that says so."""
    number = _split(dice, _digits(dice, dice.choice((10, 10, 13, 15))), dice.choice(((3, 3), (4, 4), (15,), (4, 2))))
    return dice.choice(("rek. {}", "rekening {}", "no rek {}", "BCA {}", "BRI: {}", "rekening BJB no. {}", "Norek {}", "transfer Mandiri {}", "a/c {}", "bank bjb {}")).replace("{}", number)  # fmt: skip


def e_mail(dice: random.Random) -> str:
    """As written, or with the sign in words."""
    words = [word.lower().strip(".") for word in _words(dice)]
    mail = f"{dice.choice(('.', '_', '', '-')).join(words)}{dice.choice(('', '88', '1979'))}@{dice.choice(('gmail.com', 'yahoo.co.id', 'ymail.com', 'bekasikab.go.id', 'outlook.com'))}"  # fmt: skip
    mail = dice.choices((mail, mail.replace("@", " @ "), mail.replace("@", "(at)"), mail.replace("@", "[at]"), mail.upper()), (80, 5, 5, 3, 7))[0]  # fmt: skip
    return dice.choice(("{}", "{}", "{}", "email {}", "surel: {}", "kirim ke {}")).replace("{}", mail)


FORMS = ["Yayasan", "Perkumpulan", "Forum", "LSM", "Paguyuban", "Ikatan", "Majelis Taklim", "Karang Taruna", "Persatuan", "Komunitas", "Lembaga", "Gerakan Pemuda", "Himpunan", "Aliansi", "Serikat", "Koperasi", "PKBM", "Sanggar", "Padepokan", "DKM", "Kelompok Tani", "Bank Sampah", "Gabungan", "Dewan", "Asosiasi", "Badan Koordinasi", "Pondok Pesantren", "Rumah Baca", "Pimpinan Cabang", "DPC"]  # fmt: skip
THINGS = ["Tunas", "Bina", "Cahaya", "Bakti", "Mekar", "Insan", "Putra", "Citra", "Karya", "Mitra", "Suara", "Peduli", "Amanah", "Harapan", "Sinar", "Pelita", "Bintang", "Nurani", "Mutiara", "Melati", "Dharma", "Wahana", "Gema", "Lentera", "Jembatan", "Swadaya", "Rukun", "Tani", "Nelayan", "Buruh", "Pesisir", "Sungai", "Muara", "Kampung", "Warga", "Lansia", "Difabel", "Anak", "Perempuan", "Seni", "Budaya", "Silat", "Pencak", "Lingkungan", "Hijau", "Literasi", "Kopi", "Sepeda", "Motor", "Pedagang"]  # fmt: skip
QUALITIES = ["Bangsa", "Umat", "Sejahtera", "Mandiri", "Jaya", "Bersama", "Lestari", "Abadi", "Makmur", "Bersatu", "Kasih", "Ilmu", "Rakyat", "Negeri", "Nusantara", "Bekasi", "Utama", "Sentosa", "Persada", "Hati", "Damai", "Bangkit", "Madani", "Terpadu", "Desa", "Indonesia", "Muda", "Pertiwi", "Luhur", "Mulia", "Raya", "Kreatif", "Sehat", "Cerdas", "Merdeka"]  # fmt: skip
ARABIC = ["Nurul Iman", "Al-Hidayah", "Baitul Hikmah", "Darul Falah", "Miftahul Huda", "As-Salam", "Al-Ikhlas", "Nurul Falah", "Ar-Rahman", "Al-Muhajirin", "Raudhatul Jannah", "Riyadhul Jannah", "Bani Saleh", "At-Taqwa", "Darussalam", "Al-Barkah", "Sabilul Huda", "Hidayatullah", "Nahdlatul Fata", "Ittihadul Umat"]  # fmt: skip
NO_FORM = ["Laskar {q}", "Garda {t} {q}", "Srikandi {p}", "Banteng {q} {p}", "Pemuda {q} {p}", "{t} {q} Foundation", "{p} Peduli {q}", "Brigade {t}", "Barisan {q} {p}", "Sahabat {t} {p}", "Jaringan {t} {q}", "{p} Green Community", "Satria {q}", "Generasi {q} {p}", "Relawan {t} {q}", "Jawara {p}", "{t} {q} Center", "Muslimat {p}", "Bala {t} {p}", "Santri {q}"]  # fmt: skip


def organisation(dice: random.Random) -> str:
    """With a form and without; every tenth bears a person's name, as foundations do."""
    thing, quality, place, form = dice.choice(THINGS), dice.choice(QUALITIES), dice.choice(PLACES), dice.choice(FORMS)  # fmt: skip
    kind = dice.choices(("usual", "arabic", "person", "short", "free", "long"), (44, 14, 10, 8, 16, 8))[0]
    if kind == "usual":
        name = dice.choice((f"{form} {thing} {quality}", f"{form} {thing} {quality} {place}", f"{form} {quality} {place}"))  # fmt: skip
    elif kind == "arabic":
        name = f"{dice.choice(('Majelis Taklim', 'DKM', 'Yayasan', 'Pondok Pesantren', 'TPQ', 'Majelis Dzikir', 'Yayasan Pendidikan Islam'))} {dice.choice(ARABIC)}"  # fmt: skip
    elif kind == "person":
        name = f"{dice.choice(('Yayasan', 'Padepokan', 'Sanggar', 'Perguruan Silat', 'Majelis Taklim', 'Lembaga Bantuan Hukum'))} {' '.join(_words(dice)[:2])}"  # fmt: skip
    elif kind == "short":
        letters = "".join(dice.choice("ABDFGIKLMNPRST") for _ in range(dice.choice((3, 4, 5))))
        name = dice.choice((f"{form} {letters}", f"{letters} {place}", f"{form} {thing} {quality} ({letters})"))
    elif kind == "free":
        name = dice.choice(NO_FORM).format(t=thing, q=quality, p=place)
    else:
        name = f"{form} {thing} {quality} {dice.choice(('Kecamatan', 'Desa', 'Kabupaten Bekasi Wilayah', 'Ranting', 'Cabang'))} {place}"  # fmt: skip
    return _case(dice, name)


FIELDS = ["pendidikan", "kesehatan", "sosial", "keagamaan", "lingkungan hidup", "kepemudaan", "olahraga", "seni dan budaya", "pertanian", "perikanan tambak", "hukum dan HAM", "advokasi buruh", "pemberdayaan perempuan", "perlindungan anak", "kebencanaan", "koperasi dan UMKM", "pencak silat", "santunan yatim", "bantuan hukum", "pelestarian mangrove", "kerukunan umat beragama", "literasi", "donor darah", "ekonomi kreatif", "pengelolaan sampah", "peternakan domba", "pengajian ibu-ibu", "bela negara", "ketahanan keluarga", "dakwah", "ketenagakerjaan", "pariwisata", "kehutanan", "disabilitas", "kewirausahaan", "anti narkoba", "pendidikan anak usia dini", "haji dan umrah", "pemulasaraan jenazah", "seni tari jaipong", "wayang golek", "marawis dan hadroh", "tanaman obat keluarga", "air bersih", "penghijauan sungai", "radio komunitas", "pecinta alam", "otomotif", "catur", "badminton"]  # fmt: skip
TARGETS = ["remaja", "petani", "nelayan", "lansia", "santri", "pelajar", "buruh pabrik", "guru ngaji", "janda dan yatim", "warga pesisir", "pedagang kecil", "ibu hamil", "penyandang disabilitas", "pemuda desa", "kader posyandu"]  # fmt: skip


def field_of_work(dice: random.Random) -> str:
    """One field, two, or one with whom it is for."""
    one, two = dice.sample(FIELDS, 2)
    text = dice.choice((one, one, f"{one}, {two}", f"{one} dan {two}", f"{one} / {two}", f"{one} untuk {dice.choice(TARGETS)}", f"bidang {one}", f"{one} {dice.choice(TARGETS)}", f"{one} di {dice.choice(PLACES)}"))  # fmt: skip
    return dice.choices((text, text.capitalize(), text.title(), text.upper()), (35, 35, 20, 10))[0]


def document_number(dice: random.Random) -> tuple[str, str]:
    """Column and number of a decree, a certificate or a letter of registration."""
    year, n = dice.randrange(2005, 2027), dice.randrange(1, 9_999)
    forms = {
        "no_ahu": (f"AHU-{n:07d}.AH.01.07.TAHUN {year}", f"AHU-{n:05d}.60.10.{year}", f"C-{n}.HT.01.03.TH.{year}", f"AHU-0{n:06d}.AH.01.04.Tahun {year}", f"AHU{n:07d}{year}", f"{n:06d}{year}{n:04d}"),
        "no_skt": (f"{n:04d}/SKT/BAKESBANGPOL/{year}", f"220/{n}/Kesbang/{year}", f"01-00-00/{n:04d}/D.III.4/{dice.choice(('II', 'IX', 'XI'))}/{year}", f"220.1/{n:03d}-SKT/{year}", f"{n:05d}{year}", f"SKT No. {n} Th. {year}"),
        "no_skl": (f"{n:03d}/SKL/{dice.choice(('I', 'V', 'XII'))}/{year}", f"B.220/{n}/SKL-Kesbangpol/{year}", f"SKL-{n:04d}-{year}", f"{n}.{year}.3216", f"300/{n:04d}/{year}"),
    }  # fmt: skip
    column = dice.choice(tuple(forms))
    return column, dice.choice(forms[column])


EXTENSIONS = (".xlsx", ".csv", ".xls", ".pdf", ".docx", ".ods")


def file_of_person(dice: random.Random) -> str:
    """A file that is called after somebody."""
    words = _words(dice)
    name = dice.choice((" ", " ", "_", "-", "", ".")).join(words)
    said = dice.choice(("{}", "laporan {}", "KTP {}", "data_{}", "{}_2026", "surat {} final", "rekap-{}", "CV {}", "{} (2)", "ormas {place} {}", "laporan kejadian - {}", "SK {} ketua", "{} Oktober", "kiriman pak {}"))  # fmt: skip
    name = said.replace("{place}", dice.choice(PLACES)).replace("{}", name)
    return dice.choices((name, name.lower(), name.upper()), (60, 32, 8))[0] + dice.choice(EXTENSIONS)


def file_of_office(dice: random.Random) -> str:
    """A file as offices name theirs."""
    month = dice.choice(["Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November", "Desember", "Jan", "Agt", "Okt"])  # fmt: skip
    said = dice.choice(
        (
            "Laporan Kejadian {p} {m} 2026", "rekap_ormas_{p}_{n}", "Data Ormas Kab. Bekasi {m} 2025", "LAPBUL {m}", "kegiatan pembinaan {m} 2026",
            "Form isian kecamatan {p}", "daftar hadir sosialisasi {p}", "REKAPITULASI KEJADIAN TRIWULAN {n}", "anev {m} polsek {p}", "kejadian-{p}-2026-{n:02d}",
            "survei rasa aman {p} gelombang {n}", "penduduk kecamatan 2025 (BPS)", "SKT terbit {m} 2026", "Notulen rapat Kesra {m}", "template_kejadian_v{n}",
            "Copy of laporan {m} ({n})", "laporan harian piket {n} {m}", "data yayasan dan perkumpulan {p}", "bahan rapat Forkopimcam {p}", "undangan majelis taklim {p}",
            "lampiran II rekap bansos", "pemetaan konflik {p} revisi {n}", "matriks tindak lanjut {m}", "Kelengkapan laporan desa {p}", "kirim ulang {p} FIX BANGET",
        )
    )  # fmt: skip
    name = said.format(p=dice.choice(PLACES), m=month, n=dice.randrange(1, 13))
    return dice.choices((name, name.lower(), name.upper(), name.replace(" ", "_")), (50, 20, 10, 20))[0] + dice.choice(EXTENSIONS)  # fmt: skip


# Kind as the document calls it: what makes one.
LISTS: Mapping[str, Callable[[random.Random], Any]] = {
    "identity numbers (NIK, KK)": identity_number,
    "telephone numbers": telephone,
    "account numbers": account,
    "e-mail addresses": e_mail,
    "names in a short field": person,
    "names instead of the name of an Ormas": person_as_ormas,
    "names without title among ordinary words": person_in_words,
    "names in the name of a file": file_of_person,
    "names of organisations": organisation,
    "fields of work": field_of_work,
    "document numbers (AHU, SKT, SKL)": document_number,
    "names of files of an office": file_of_office,
}


def many(kind: str) -> list[Any]:
    """The frozen strings of a kind, always the same."""
    dice = random.Random(f"{SEED} {kind}")  # noqa: S311 - the same dice every time is what is wanted
    return [LISTS[kind](dice) for _ in range(SIZE)]


def digest() -> str:
    """SHA-256 over every string of every kind in order."""
    held = hashlib.sha256()
    for kind in LISTS:
        for text in many(kind):
            held.update(f"{kind}\x1f{text}\n".encode())
    return held.hexdigest()


def words() -> set[str]:
    """Every word that the names are put together of, in small letters."""
    pools = (*JAWA, *SUNDA, *BETAWI, *ARAB, *BATAK, *MINANG, *SULAWESI, *TIMUR, *TIONGHOA, *MODERN)
    lasts = (MARGA, SUKU, FAM, BALI_SECOND, TIONGHOA_SECOND, MODERN_SECOND)
    return {word.lower() for pool in (*pools, *lasts) for word in pool.split()}

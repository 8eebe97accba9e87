"""`akses.toml` of a home: how people sign in and who has which role; and `masuk.toml`, the secrets of OIDC.

Without `akses.toml` nobody signs in and the dashboard serves its own machine only. A mistake in it is never guessed
around: a misspelt key or a name outside a list would give a right to the wrong person, or take one away unnoticed.
"""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from data.access import delegations
from data.access.viewers import INSTITUTIONS, OWN_KECAMATAN, ROLES, AccessError, Delegation, Viewer
from data.errors import DataError, because
from data.reference import territory
from data.words import Message, msg

FILE, SECRETS_FILE = "akses.toml", "masuk.toml"
OIDC, PROXY = "oidc", "proksi"
MODES = (OIDC, PROXY)
SHORTEST_SECRET = 32  # letters
_HOST_NAME = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?")
_OTHERS_READ, _OTHERS_WRITE = 0o004, 0o002

EVERYWHERE = "semua"
"""In place of codes: the whole regency, for liaison officers, whose scope is never taken for granted."""
_TABLES = ("masuk", "akses", delegations.TABLE)
_COMMON, _OF_OIDC = ("cara", "diam_menit", "empat_mata"), ("klaim_pengguna", "klaim_grup", "paling_lama_jam")
_OF_PROXY = ("nama", "berkas_rahasia", "kepala_pengguna", "kepala_grup", "kepala_rahasia")
_OF_RULE = ("peran", "pengguna", "grup", "kecamatan")


@dataclass(frozen=True)
class Rule:
    """Whom a role is given to: users (name or e-mail as they sign in, case-free) or members of groups."""

    role: str
    users: frozenset[str]
    groups: frozenset[str]
    kecamatan: frozenset[str]


@dataclass(frozen=True)
class Access:
    """What `akses.toml` says."""

    mode: str | None = None
    """`oidc`, `proksi`, or None: no sign-in."""
    rules: Sequence[Rule] = ()
    user_claim: str = "email"
    group_claim: str = "groups"
    idle_minutes: int = 60
    longest_hours: int = 10
    user_header: str = "X-Kondusif-User"
    group_header: str = "X-Kondusif-Groups"
    secret_header: str = "X-Kondusif-Secret"  # noqa: S105 - the name of a header
    name: str = ""
    """Behind a proxy, the name that people open; empty otherwise."""
    secret: str = field(default="", repr=False)
    secret_file: Path | None = None
    four_eyes: bool | None = None
    """Whether one person may import, verify and publish; None: as `four_eyes` has it by itself."""
    delegations: Sequence[Delegation] = ()

    def viewer(self, user: str, groups: Sequence[str] = (), day: date | None = None) -> Viewer:
        """The viewer of a signed-in name: the rule that names the user, else the first that names one of the groups.

        day: today, on which a delegation may put another role in place of one's own; None: no delegation counts.

        Raises AccessError if no rule does.
        """
        wanted, member = user.casefold(), {group.casefold() for group in groups}
        acting = next((one for one in self.delegations if one.user == wanted and one.covers(day)), None)
        if acting is not None:
            return Viewer(user, acting.role, acting.kecamatan, delegation=acting)
        found = next((r for r in self.rules if wanted in r.users), None) or next((r for r in self.rules if r.groups & member), None)
        if found is None:
            raise AccessError(
                msg(
                    "Akun {user} belum diberi peran. Minta admin menambahkannya di {file}.",
                    user=user,
                    file=FILE,
                )
            )
        return Viewer(user, found.role, found.kecamatan)


def load(home: Path) -> Access:
    """Read `akses.toml`; without the file nobody signs in. Raises DataError naming file, table and key."""
    path = home / FILE
    if not path.exists():
        return Access()
    raw = _read(path)
    _known(path, "", raw, _TABLES)
    entry = raw.get("masuk", {})
    if not isinstance(entry, dict):
        raise DataError(msg("{path}: tulis [masuk] sebagai tabel TOML.", path=path))
    mode = entry.get("cara")
    if mode not in MODES:
        raise DataError(msg("{path}: [masuk] cara harus salah satu dari {known}.", path=path, known=", ".join(MODES)))
    _known(path, "[masuk] ", entry, (*_COMMON, *(_OF_OIDC if mode == OIDC else _OF_PROXY)))
    rules = tuple(_rules(path, raw.get("akses", ())))
    words = {
        name: _text(path, entry, key, getattr(Access, name))
        for name, key in {
            "user_claim": "klaim_pengguna",
            "group_claim": "klaim_grup",
            "user_header": "kepala_pengguna",
            "group_header": "kepala_grup",
            "secret_header": "kepala_rahasia",
        }.items()
    }
    return Access(
        mode=mode,
        rules=rules,
        four_eyes=_switch(path, entry, "empat_mata"),
        delegations=tuple(delegations.read(path, raw.get(delegations.TABLE, []), _scope)),
        name=_name(path, entry) if mode == PROXY else "",
        secret=_secret(path, entry) if mode == PROXY else "",
        secret_file=path.parent / str(entry["berkas_rahasia"]) if mode == PROXY else None,
        idle_minutes=_whole(path, entry, "diam_menit", Access.idle_minutes),
        longest_hours=_whole(path, entry, "paling_lama_jam", Access.longest_hours),
        **words,
    )


_Stamp = tuple[int, ...] | None
_kept: dict[Path, tuple[list[_Stamp], Access]] = {}


def latest(home: Path) -> Access:
    """As `load`, read again only when one of its files has changed: a right that was taken away is gone at once."""
    kept = _kept.get(home)
    before = _stamps(home, kept[1] if kept else Access())
    if kept is not None and kept[0] == before:
        return kept[1]
    found = load(home)
    after = _stamps(home, found)
    if after[0] == before[0]:  # else it was written just now: read again with the next question
        _kept[home] = (after, found)
    return found


def _stamps(home: Path, access: Access) -> list[_Stamp]:
    """What changes with any change of the files that `access` was read from, `akses.toml` first; None: the file isn't there."""
    stamps: list[_Stamp] = []
    for path in dict.fromkeys([home / FILE, *files(home, access)]):
        try:
            found = path.stat()
        except OSError:
            stamps.append(None)
        else:
            stamps.append((found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns))
    return stamps


def files(home: Path, access: Access) -> list[Path]:
    """The files that signing in needs: `akses.toml` and, depending on the way of signing in, the secrets beside it."""
    secret = {OIDC: [home / SECRETS_FILE], PROXY: [access.secret_file] if access.secret_file else []}
    return [home / FILE, *secret[access.mode]] if access.mode else []


def official_name(home: Path, access: Access) -> str | None:
    """The host name, lower case, that people open: `nama`, or the host of `redirect_uri`. None without sign-in.

    Raises DataError where `masuk.toml` doesn't say it.
    """
    if access.mode != OIDC:
        return access.name or None
    path = secrets_of_oidc(home)
    address = str(_read(path)["auth"]["redirect_uri"])
    try:
        name = urlsplit(address).hostname
    except ValueError:
        name = None
    if not name:
        raise DataError(
            msg(
                "{path}: [auth] redirect_uri harus alamat lengkap, mis. https://dasbor.example.go.id/oauth2callback",
                path=path,
            )
        )
    return name


def secrets_of_oidc(home: Path) -> Path:
    """The file that Streamlit takes the secrets of OIDC from, after a check. Raises DataError naming what is missing."""
    path = home / SECRETS_FILE
    if not path.is_file():
        raise DataError(
            msg(
                "{path} belum ada, padahal {file} meminta masuk lewat OIDC. Contohnya: deploy/masuk.toml",
                path=path,
                file=FILE,
            )
        )
    _private(path)
    auth = _read(path).get("auth", {})
    if not isinstance(auth, dict):
        auth = {}
    needed = ("redirect_uri", "cookie_secret", "client_id", "client_secret", "server_metadata_url")
    missing = [key for key in needed if not str(auth.get(key) or "").strip()]
    if missing:
        raise DataError(msg("{path}: [auth] belum berisi {keys}.", path=path, keys=", ".join(missing)))
    if len(str(auth["cookie_secret"])) < SHORTEST_SECRET:
        raise DataError(
            msg(
                "{path}: rahasia terlalu pendek; pakai sedikitnya {n} huruf acak.",
                path=path,
                n=SHORTEST_SECRET,
            )
        )
    return path


def asks_anew(home: Path) -> bool:
    """Whether signing in by OIDC asks the provider for the password each time. Raises DataError as `secrets_of_oidc`."""
    options = _read(secrets_of_oidc(home))["auth"].get("client_kwargs")
    return isinstance(options, dict) and options.get("prompt") == "login"


def _read(path: Path) -> dict[str, Any]:
    try:
        if path.stat().st_mode & _OTHERS_WRITE:
            raise DataError(msg("{path}: dapat diubah siapa saja. Jalankan: chmod o-w {path}", path=path))
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise DataError(msg("{path}: tidak dapat dibaca ({reason}).", path=path, reason=because(error))) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DataError(msg("{path}: tidak dapat dibaca sebagai TOML ({reason}).", path=path, reason=because(error))) from None


def _known(path: Path, where: str, table: Mapping[str, Any], known: Sequence[str]) -> None:
    if unknown := sorted(set(table) - set(known)):
        raise DataError(
            msg(
                "{path}: {where}kunci {keys} tidak dikenal di sini. Yang ada: {known}.",
                path=path,
                where=where,
                keys=", ".join(unknown),
                known=", ".join(known),
            )
        )


def _whole(path: Path, entry: Mapping[str, Any], key: str, otherwise: int) -> int:
    value = entry.get(key, otherwise)
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise DataError(msg("{path}: [masuk] {key} harus bilangan bulat 1 atau lebih.", path=path, key=key))
    return value


def _switch(path: Path, entry: Mapping[str, Any], key: str) -> bool | None:
    value = entry.get(key)
    if value is not None and not isinstance(value, bool):
        raise DataError(msg("{path}: [masuk] {key} harus true atau false.", path=path, key=key))
    return value


def _text(path: Path, entry: Mapping[str, Any], key: str, otherwise: str) -> str:
    value = entry.get(key, otherwise)
    if not isinstance(value, str) or not value.strip():
        raise DataError(msg("{path}: [masuk] {key} harus teks yang tidak kosong.", path=path, key=key))
    return value.strip()


def _name(path: Path, entry: Mapping[str, Any]) -> str:
    name = entry.get("nama")
    if not isinstance(name, str) or not _HOST_NAME.fullmatch(name):
        raise DataError(
            msg(
                '{path}: [masuk] nama harus nama resmi dasbor tanpa https:// dan port, mis. nama = "dasbor.example.go.id".',
                path=path,
            )
        )
    return name.lower()


def _secret(path: Path, entry: Mapping[str, Any]) -> str:
    """The secret shared with the proxy, from a file of its own."""
    file = path.parent / str(entry.get("berkas_rahasia") or "")
    if not entry.get("berkas_rahasia") or not file.is_file():
        raise DataError(msg("{path}: [masuk] berkas_rahasia harus menunjuk berkas yang ada.", path=path))
    _private(file)
    try:
        secret = file.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(msg("{path}: tidak dapat dibaca ({reason}).", path=file, reason=because(error))) from None
    if len(secret) < SHORTEST_SECRET:
        raise DataError(
            msg(
                "{path}: rahasia terlalu pendek; pakai sedikitnya {n} huruf acak.",
                path=file,
                n=SHORTEST_SECRET,
            )
        )
    return secret


def _private(path: Path) -> None:
    if path.stat().st_mode & (_OTHERS_READ | _OTHERS_WRITE):
        raise DataError(msg("{path}: dapat dibaca siapa saja. Jalankan: chmod 600 {path}", path=path))


def _rules(path: Path, rows: object) -> Iterator[Rule]:
    """Each `[[akses]]`; no user and no group may stand in two of them."""
    if not isinstance(rows, list) or not rows:
        raise DataError(msg("{path}: belum ada [[akses]]; tanpa itu tidak ada yang dapat masuk.", path=path))
    seen: dict[tuple[str, str], int] = {}
    for number, row in enumerate(rows, start=1):

        def at(what: Message, place: int = number) -> DataError:
            return DataError(msg("{path}: [[akses]] ke-{number}: {what}", path=path, number=place, what=what))

        rule = _rule(row, at)
        for kind, names in (("pengguna", rule.users), ("grup", rule.groups)):
            for name in sorted(names):
                if (kind, name) in seen:
                    first = seen[kind, name]
                    raise at(
                        msg(
                            "{kind} {name} sudah disebut di [[akses]] ke-{first}.",
                            kind=kind,
                            name=name,
                            first=first,
                        )
                    )
                seen[kind, name] = number
        yield rule


@functools.cache
def _kecamatan() -> frozenset[str]:
    return frozenset(territory.load_kecamatan()["kode"])


def _rule(row: object, at: Callable[[Message], DataError]) -> Rule:
    if not isinstance(row, dict):
        raise at(msg("tulis sebagai tabel TOML."))
    if unknown := sorted(set(row) - set(_OF_RULE)):
        raise at(
            msg(
                "kunci {keys} tidak dikenal. Yang ada: {known}.",
                keys=", ".join(unknown),
                known=", ".join(_OF_RULE),
            )
        )
    role = row.get("peran", "")
    if role not in ROLES:
        raise at(msg("peran {role} tidak dikenal. Yang ada: {known}.", role=repr(role), known=", ".join(ROLES)))
    own = _scope(role, row, at)
    users, groups = (frozenset(name.casefold() for name in _list(row, key, at)) for key in ("pengguna", "grup"))
    if not users | groups:
        raise at(msg("isi pengguna atau grup."))
    return Rule(role, users, groups, own)


def _scope(role: str, row: Mapping[str, Any], at: Callable[[Message], DataError]) -> frozenset[str]:
    """The kecamatan of a role that has its own; empty: the whole regency."""
    own = _list(row, "kecamatan", at)
    if role in INSTITUTIONS:
        if not own:
            raise at(
                msg('kecamatan wajib untuk {role}: kode kecamatannya, atau ["{all}"] untuk seluruh kabupaten.', role=role, all=EVERYWHERE)
            )
        own = frozenset() if own == {EVERYWHERE} else own
    if unknown := sorted(own - _kecamatan()):
        raise at(msg("kode kecamatan {codes} tidak ada. Tulis mis. 32.16.07.", codes=", ".join(unknown)))
    if role not in INSTITUTIONS and (role in OWN_KECAMATAN) != bool(own):
        raise at(msg("kecamatan wajib untuk {own} dan peran instansi, dan hanya untuk peran itu.", own=", ".join(OWN_KECAMATAN)))
    return own


def _list(row: Mapping[str, Any], key: str, at: Callable[[Message], DataError]) -> frozenset[str]:
    value = row.get(key, [])
    if not isinstance(value, list) or not all(isinstance(one, str) and one.strip() for one in value):
        raise at(msg('{key} harus daftar teks, mis. {key} = ["…"].', key=key))
    return frozenset(one.strip() for one in value)

"""The method files that ship, which of them are in force (`in_force.toml`), and the method that an edition was made with."""

from __future__ import annotations

import functools
import tomllib
from pathlib import Path

from analytics.method import Dimension, IndexMethod, Indicator, Method, Names, load, parse
from analytics.surveillance.signals import Rules, parse_rules
from analytics.verdicts import rules
from analytics.verdicts.deadlines import STEPS, Deadline, Turn
from analytics.verdicts.rules import Rule as VerdictRule
from analytics.verdicts.rules import VerdictRules
from data import causes
from data.errors import DataError
from data.words import N_, Words, msg

HERE = Path(__file__).parent
"""Where the files stand: `in_force.toml`, and the folders `method`, `signals`, `verdicts`."""
VERDICTS_OF_BEFORE = "putusan-bawaan"  # the rules for editions from before verdict rules were kept in them
# Method files are frozen, and the remarks in their references are English: here they are in the language of the reader.
REMARKS = {
    "hierarchical Poisson models": N_("model Poisson bertingkat"),
    "uncertainty of composite indicators": N_("ketidakpastian indikator komposit"),
    "non-compensatory aggregation": N_("agregasi tanpa kompensasi"),
}
INDICES = ("IKO", "IKW")

__all__ = [
    "STEPS",
    "Deadline",
    "Dimension",
    "IndexMethod",
    "Indicator",
    "Method",
    "Names",
    "Rules",
    "Turn",
    "VerdictRule",
    "VerdictRules",
    "in_force",
    "load_default",
    "load_one",
    "load_rules",
    "load_verdict_rules",
    "parse_stored",
    "parse_stored_rules",
    "parse_stored_verdict_rules",
    "rules_text",
    "text",
    "verdict_rules_text",
]


def in_force(what: str) -> str:
    """Name of the file in force: of an index (IKO, IKW), of `signals` or `verdicts`. Raises DataError where none is named."""
    path = HERE / "in_force.toml"
    try:
        named = tomllib.loads(path.read_text(encoding="utf-8"))
        found = named["method"][what] if what in INDICES else named[what]
        folder = HERE / ("method" if what in INDICES else what)
        if (folder / f"{found}.toml").is_file():
            return str(found)
        reason = msg("{name} tidak ada", name=f"{folder.name}/{found}.toml")
    except (KeyError, TypeError, ValueError, OSError) as error:
        reason = causes.describe(error)
    raise DataError(
        msg(
            "Berkas {file} tidak menyebut berkas metode atau aturan yang berlaku, atau menyebut yang tidak ada. Perbaiki seperti pada paket program, lalu ulangi. Edisi yang sudah terbit tidak berubah. Sebabnya: {reason}",
            file=path.name,
            reason=reason,
        )
    )


def text(method_id: str) -> str:
    """The TOML text of a shipped method. Raises DataError for an id that doesn't exist."""
    path = HERE / "method" / f"{method_id}.toml"
    if not path.is_file():
        known = ", ".join(sorted(p.stem for p in path.parent.glob("*.toml")))
        raise DataError(msg("Metode {id} tidak ada. Yang tersedia: {known}.", id=method_id, known=known))
    return path.read_text(encoding="utf-8")


def load_default() -> Method:
    """The method in force. Raises DataError naming file, table and key if a file is wrong."""
    iko, ikw = in_force("IKO"), in_force("IKW")
    try:
        return load(text(iko), text(ikw), iko_file=f"{iko}.toml", ikw_file=f"{ikw}.toml")
    except ValueError as error:
        raise DataError(msg("Berkas metode tidak dapat dipakai. Sebabnya: {reason}", reason=causes.describe(error))) from None


def load_one(method_id: str) -> IndexMethod:
    """One shipped method. Raises DataError for an unknown id, or naming file, table and key."""
    try:
        return parse(text(method_id), f"{method_id}.toml")
    except ValueError as error:
        raise DataError(msg("Berkas metode tidak dapat dipakai. Sebabnya: {reason}", reason=causes.describe(error))) from None


@functools.lru_cache(maxsize=64)
def parse_stored(method_id: str, toml: str) -> IndexMethod:
    """A method as it was frozen into an edition."""
    return parse(toml, f"{method_id}.toml")


def rules_text() -> str:
    """The TOML text of the signal rules in force."""
    return _signals().read_text(encoding="utf-8")


def _signals() -> Path:
    return HERE / "signals" / f"{in_force('signals')}.toml"


def load_rules() -> Rules:
    """The signal rules in force. Raises DataError naming what is wrong with the file."""
    try:
        return parse_rules(rules_text())
    except ValueError as error:
        raise DataError(
            msg("Berkas aturan sinyal {file} tidak dapat dipakai. Sebabnya: {reason}", file=_signals().name, reason=causes.describe(error))
        ) from None


@functools.lru_cache(maxsize=16)
def parse_stored_rules(toml: str) -> Rules:
    """Signal rules as they were frozen into an edition."""
    return parse_rules(toml)


def verdict_rules_text() -> str:
    """The TOML text of the verdict rules in force."""
    return _verdicts().read_text(encoding="utf-8")


def _verdicts(*, of_before: bool = False) -> Path:
    return HERE / "verdicts" / f"{VERDICTS_OF_BEFORE if of_before else in_force('verdicts')}.toml"


def load_verdict_rules(*, of_before: bool = False) -> VerdictRules:
    """The verdict rules in force, or those with which older editions are read. Raises DataError naming file and rule."""
    path = _verdicts(of_before=of_before)
    try:
        found = rules.parse(path.read_text(encoding="utf-8"), path.name)
        if not of_before:  # older editions were published with methods of their own
            method = load_default()
            rules.refuse_beyond(found, {one.index: len(one.band_names) for one in (method.ikw, method.iko)}, path.name)
        return found
    except ValueError as error:
        raise DataError(
            msg(
                "Berkas aturan putusan {file} tidak dapat dipakai: lengkapi aturan yang kurang seperti pada {model} dari paket program, lalu ulangi. Edisi yang sudah terbit tidak berubah. Sebabnya: {reason}",
                file=path.name,
                model=f"{VERDICTS_OF_BEFORE}.toml",
                reason=causes.describe(error),
            )
        ) from None


@functools.lru_cache(maxsize=16)
def parse_stored_verdict_rules(toml: str) -> VerdictRules:
    """Verdict rules as they were frozen into an edition."""
    return rules.parse(toml, "verdict_rules")


def reference(t: Words, text: str) -> str:
    """A reference of a method file with its remark in the language of the reader; the title of a work stays as it is.

    >>> reference("Munda & Nardo (2009), Applied Economics 41(12) (non-compensatory aggregation)")
    'Munda & Nardo (2009), Applied Economics 41(12) (agregasi tanpa kompensasi)'
    """
    for remark, word in REMARKS.items():
        text = text.replace(f"({remark})", f"({t(word)})")
    return text

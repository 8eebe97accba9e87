"""What a picture says about itself to archives and picture desks: XMP in the namespaces that they read, and in ours.

Nothing is decided by it: `check` reads the signed facts (`seal.py`), and the signature covers this too.
"""

from __future__ import annotations

from collections.abc import Mapping
from xml.sax.saxutils import escape

from data.editions.reading import Edition
from data.reference import territory
from data.words import Words
from pages.exports.press import wording
from pages.exports.press.content import Frame

OURS = "urn:kondusif:berkas:1/"
NAMESPACES = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "xmpRights": "http://ns.adobe.com/xap/1.0/rights/",
    "Iptc4xmpCore": "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/",
    "kondusif": OURS,
}
MIME = {"png": "image/png", "svg": "image/svg+xml"}


def describe(edition: Edition, t: Words, frame: Frame, facts: Mapping[str, str], form: str) -> str:
    """The XMP of a frame, in its language; dated by the edition, so that the same frame gives the same bytes."""
    office = territory.load_territory().offices["kesbangpol_singkat"]
    rights = _rights(t, frame, facts.get("izin", ""))
    spoken = frame.language
    properties = [
        ("dc:format", escape(MIME[form])),
        ("dc:title", _alternatives(frame.title, spoken)),
        ("dc:description", _alternatives(frame.caption, spoken)),
        ("dc:creator", _list("Seq", office)),
        ("dc:publisher", _list("Bag", office)),
        ("dc:language", _list("Bag", spoken)),
        ("dc:source", escape(frame.source)),
        ("dc:rights", _alternatives(f"{office}. {rights}", spoken)),
        ("xmp:CreateDate", escape(edition.meta["published_at"] + "Z")),
        ("xmpRights:Marked", "True"),
        ("xmpRights:Owner", _list("Bag", office)),
        ("xmpRights:UsageTerms", _alternatives(rights, spoken)),
        ("Iptc4xmpCore:AltTextAccessibility", _alternatives(frame.alt, spoken)),
        *((f"kondusif:{key}", escape(value)) for key, value in facts.items()),
    ]
    names = " ".join(f'xmlns:{short}="{uri}"' for short, uri in NAMESPACES.items() if short != "rdf")
    inside = "\n".join(f"   <{name}>{value}</{name}>" for name, value in properties)
    return (
        f'<x:xmpmeta xmlns:x="adobe:ns:meta/">\n <rdf:RDF xmlns:rdf="{NAMESPACES["rdf"]}">\n'
        f'  <rdf:Description rdf:about="" {names}>\n{inside}\n  </rdf:Description>\n </rdf:RDF>\n</x:xmpmeta>'
    )


def packet(described: str) -> bytes:
    """XMP as it stands inside a PNG: between the two marks by which programs find it; not to be written to."""
    return f'<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n{described}\n<?xpacket end="r"?>'.encode()


def _rights(t: Words, frame: Frame, clearance: str) -> str:
    leave = t("Izin siar: {id}.", id=clearance) if clearance else t(wording.NOT_CLEARED) + "."
    return f"{t(wording.SIMULATED)}. {leave}" if frame.simulated else leave


def _alternatives(text: str, language: str) -> str:
    said = escape(text)
    return f'<rdf:Alt><rdf:li xml:lang="x-default">{said}</rdf:li><rdf:li xml:lang="{language}">{said}</rdf:li></rdf:Alt>'


def _list(kind: str, text: str) -> str:
    return f"<rdf:{kind}><rdf:li>{escape(text)}</rdf:li></rdf:{kind}>"

"""Every text that a page shows to people: what was written, asked, offered, drawn and tabled."""

import html
import json
import re

from google.protobuf.message import Message

# Of what Streamlit sends, the fields that people read; the others are keys, addresses, files and numbers.
SPOKEN = {
    "body",
    "label",
    "options",
    "help",
    "placeholder",
    "content",
    "caption",
    "text",
    "title",
    "value",
    "spec",
    "alt",
}
DRAWN = {"text", "title", "name", "hovertext", "hovertemplate", "ticktext", "texttemplate", "x", "y"}


def spoken(at):
    """The texts, without markup, styles and the JSON of figures."""
    found = []
    for element in walk(at._tree):
        proto = getattr(element, "proto", None)
        if isinstance(proto, Message) and getattr(element, "type", "") != "image":
            found += texts(proto)
        if element.type in ("arrow_data_frame", "dataframe"):
            frame = element.value
            found += [str(name) for name in frame.columns]
            found += [str(cell) for cell in frame.astype(object).to_numpy().ravel() if cell != ""]
    return [clean(one) for one in found]


def walk(node):
    for child in getattr(node, "children", {}).values():
        yield child
        yield from walk(child)


def texts(proto):
    for field, value in proto.ListFields():
        if field.message_type is not None:
            many = value if isinstance(value, list) or hasattr(value, "add") else [value]
            for one in many:
                if isinstance(one, Message):
                    yield from texts(one)
        elif field.name in SPOKEN and field.cpp_type == field.CPPTYPE_STRING:
            for one in [value] if isinstance(value, str) else value:
                if field.name == "spec":
                    yield from drawn(json.loads(one))
                elif "<style>" not in one:
                    yield one


def drawn(part, name=""):
    if isinstance(part, dict):
        for key, value in part.items():
            yield from drawn(value, key)
    elif isinstance(part, list):
        for value in part:
            yield from drawn(value, name)
    elif isinstance(part, str) and name in DRAWN:
        yield part


def clean(text):
    return html.unescape(re.sub(r"<[^>]*>", " ", text)).replace("\u2060", "").replace("\xa0", " ")

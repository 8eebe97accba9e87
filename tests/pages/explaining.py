"""Texts of pages and exports that explain a figure: a range, a picture of slopes. They stand beside the figure or not at all."""

import ast
import functools
import re
from pathlib import Path

from data.words import Words

PAGES = Path(__file__).parents[2] / "pages"
SPEAKS = re.compile(r"\b[Rr]entang(nya)?\b")
# Texts with the word that explain nothing, and why.
OTHERWISE = {
    "panels/help.py": "the words of the program, for whoever looks one up",
    "panels/method/": "what a method computes, said where the method is",
    "Rentang {level}%": "the head of a column",
    "{title}, rentang {level}%": "the head of a column",
    "rentang {level}%: {span}": "a range itself",
    "Rentang {level}% {place}": "the legend of a ribbon that is drawn",
    "{office} mengumumkan": "the sentence that tells a score with its range",
}


@functools.cache
def explanations():
    """Every text in the source of pages that speaks of ranges in order to explain them."""
    found = set()
    for path in PAGES.rglob("*.py"):
        nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
        comments = {ast.get_docstring(one, clean=False) for one in nodes if isinstance(one, ast.FunctionDef | ast.ClassDef | ast.Module)}
        texts = {one.value for one in nodes if isinstance(one, ast.Constant) and isinstance(one.value, str)} - comments
        place = path.relative_to(PAGES).as_posix()
        found |= {one for one in texts if " " in one and SPEAKS.search(one) and not place.startswith(tuple(OTHERWISE))}
    return {one for one in found if not one.startswith(tuple(OTHERWISE))}


def offered(texts, language):
    """What is explained in these texts, in words of the language."""
    said = " ".join(" ".join(texts).split())
    return [one for one in explanations() if _longest(Words(language)(one)) in said]


def _longest(text):
    """The longest part of a text without fields."""
    return max(re.split(r"\{\w+\}", " ".join(text.split())), key=len).strip()

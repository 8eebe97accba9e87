"""The reader to whom a test speaks: Indonesian, unless the test says otherwise (`use`); each test begins with Indonesian."""

from data.words import LANGUAGES, Words


class _Reader(Words):
    """The words of the language that was chosen last."""

    def __init__(self):
        object.__setattr__(self, "chosen", LANGUAGES[0])

    @property
    def language(self):
        return self.chosen


t = _Reader()


def use(language):
    """From now on the reader reads this language."""
    assert language in LANGUAGES
    object.__setattr__(t, "chosen", language)


def aside(work):
    """What a function makes; the language that it chose is forgotten afterwards."""
    before = t.language
    try:
        return work()
    finally:
        use(before)

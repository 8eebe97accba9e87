"""The published figures: what each one counts, over how many months, in what unit, and how it is called.

Data, not code: `data.editions.figures` reads a figure's value out of an edition, `pages.wording.phrasing` puts it into words. Pages,
briefs, frames, releases and downloads say a count by its figure and by nothing else, so that a number has one meaning:
no two figures share a title or a phrase. A figure that may be split (by type, place, month) names the columns by which it may; a part goes
by its label beside the title of the figure.

Numbers that aren't published figures, and why:
- what stands behind a score, a signal or a test (incidents of an indicator of which nothing is known, respondents, months of a
  row, cells, Ormas compared): the method and the rules of signals define and version them, as frozen in the edition;
- rows, batches, files, faults and questions of the intake, scores that differ between two editions or under other weights,
  hidden cells, the yearly account of signals: the book-keeping of those who work with the program, which says nothing about the territory;
- how much longer a list is than what it shows, how long a text or a file is, screens and months of a picture;
- numbers that people reported as they are: population, officers of an Ormas, participants of one activity.
"""

from __future__ import annotations

from data.tables import figures_of_incidents, figures_of_ormas, figures_shown
from data.tables.figure import Figure

FIGURES: dict[str, Figure] = {
    figure.id: figure for figure in (*figures_of_incidents.FIGURES, *figures_of_ormas.FIGURES, *figures_shown.FIGURES)
}

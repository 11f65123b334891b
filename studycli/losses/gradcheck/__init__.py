"""Is a gradient right, wrong or undecided, and what is wrong with it?

`check` compares a gradient with the loss: along all entries, or a few Gaussian directions, by complex steps where the
loss continues analytically, else by differences with their own estimate of the error. `diagnose` names the mistake.

    lines, complex_step, differences    derivatives along a line, and how far they may be off
    noise, rounding                     what rounding does to a loss and to its derivatives
    subject, rows, estimates            the loss at a point: which method holds there, and its gradient by it
    comparing, verdict, checking        both sides, and what follows
    bisection, explaining               which entry is wrong, and the report of it
    diagnosis, places, wording          the usual mistakes, and their sentences
    second                              products with the Hessian, and its symmetry
    catalogued                          every loss of the catalogue
"""

from studycli.losses.gradcheck.checking import DIRECTIONS, check
from studycli.losses.gradcheck.diagnosis import Context, Diagnosis, diagnose
from studycli.losses.gradcheck.report import RIGHT, UNDECIDED, WRONG, Report, Worst
from studycli.losses.gradcheck.rows import Rows

__all__ = [
    "DIRECTIONS",
    "RIGHT",
    "UNDECIDED",
    "WRONG",
    "Context",
    "Diagnosis",
    "Report",
    "Rows",
    "Worst",
    "check",
    "diagnose",
]

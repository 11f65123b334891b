"""The errors that a person can meet, each with its exit code.

StudyError
├── VaultError      1  no vault, or it is not a folder
├── NoteError       1  a note is unknown, vanished or cannot be read
├── CardError       1  a card is unknown or its reference is ambiguous
├── FilterError     1  a tag, note or path matches nothing
├── WriteError      1  the disk is full or read-only
├── ImportFailed    1  a source cannot be read, or nothing in it can be taken
├── EditorError     1  no editor, or it failed
├── InterviewError  1  there is no interview ahead to plan for
├── FormulaError    1  a formula cannot be read, with the place
├── LossInputError  1  an argument of a loss has a wrong shape, type or value
├── CodeError       1  a person's own code cannot be used, or failed
├── GradeError      2  not a grade
├── NoGradientError 1  a loss has no gradient to check
├── ShapeError      2  a shape is none, or not one that the loss takes
├── UnknownLossError 2  the catalogue has no loss of that name
├── SettingsError   2  study.toml cannot be understood
├── ClockError      2  --today or STUDY_NOW is not a date
├── LogError        3  the review log is damaged or of a newer version
├── IndexDamaged    3  the index cannot be opened or rebuilt
└── Interrupted   130  Ctrl-C

The text of an error is the whole sentence that the person reads: what was found, where, and what to do.
"""


class StudyError(Exception):
    """Base of every error that is told to the person in one sentence."""

    exit_code: int = 1


class VaultError(StudyError):
    """There is no vault, or it is not a folder."""


class NoteError(StudyError):
    """A note is unknown, vanished or cannot be read."""


class CardError(StudyError):
    """A card is unknown, or its reference fits several."""


class FilterError(StudyError):
    """A tag, note or path matches nothing."""


class WriteError(StudyError):
    """The disk is full or read-only: nothing was written."""


class ImportFailed(StudyError):
    """A source cannot be read, is not what it seems, or holds nothing that could be taken."""


class EditorError(StudyError):
    """There is no editor, or it failed."""


class InterviewError(StudyError):
    """There is no interview ahead that could be planned for."""


class CodeError(StudyError):
    """A person's own code cannot be used, or failed in its process."""


class FormulaError(StudyError):
    """A formula that was typed, or that a note holds, cannot be read or has no value.

    Attributes:
        problem: What is wrong: a key of ``studycli.losses.formula.problems.PROBLEMS``.
        start: Where the trouble stands in the text, counted from 0.
        end: Behind it.
        found: What stands there; '' at the end of the text.
        meant: What was probably meant, or what can stand there; '' where nothing is known.
    """

    def __init__(
        self, sentence: str, problem: str, start: int = 0, end: int = 0, found: str = "", meant: str = ""
    ) -> None:
        super().__init__(sentence)
        self.problem, self.start, self.end, self.found, self.meant = problem, start, end, found, meant


class GradeError(StudyError):
    """The word or number is not a grade."""

    exit_code = 2


class LossInputError(StudyError, ValueError):
    """An argument of a loss has the wrong shape, type or value."""


class NoGradientError(StudyError):
    """A loss has no gradient to check."""


class ShapeError(StudyError):
    """``--shape`` is no shape, or not one that the loss takes."""

    exit_code = 2


class UnknownLossError(StudyError):
    """The catalogue has no loss of that name."""

    exit_code = 2


class SettingsError(StudyError):
    """study.toml cannot be understood."""

    exit_code = 2


class ClockError(StudyError):
    """``--today`` or ``STUDY_NOW`` is not a date or time."""

    exit_code = 2


class LogError(StudyError):
    """The review log is damaged or written by a newer version."""

    exit_code = 3


class IndexDamaged(StudyError):
    """The index cannot be opened or rebuilt."""

    exit_code = 3


class Interrupted(StudyError):
    """Ctrl-C: every answer given so far is on disk."""

    exit_code = 130

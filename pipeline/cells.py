"""This module says what a cell of a table means: yes or no, or a number."""

YES = frozenset({"1", "1.0", "t", "true", "y", "yes"})
_NO = frozenset({"0", "0.0", "f", "false", "n", "no"})


def yes_or_no(cell: str) -> bool | str:
    """What `cell` says; as it is where it says neither, to be refused where it is read, with the line's number."""
    said = cell.strip().lower()
    return said in YES if said in YES | _NO else cell


def as_number(cell: str) -> float | str:
    """The number in `cell`; as it is where it is none, to be refused in the same way."""
    try:
        return float(cell)
    except ValueError:
        return cell

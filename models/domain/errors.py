"""This module holds the ways in which Nigah may stop, each with the exit status that scripts rely on."""


class NigahError(Exception):
    """Something a person must know: what, where, and what to do, without personal data."""

    exit_status = 1


class WrongUsage(NigahError):
    """A setting, an argument or a file handed in is wrong; nothing was done."""

    exit_status = 2


class DependencyDown(NigahError):
    """Something needed is out of reach or full just now; the same call may succeed later. Nothing was lost."""

    exit_status = 3


class Damaged(DependencyDown):
    """Something needed is there and broken: waiting mends nothing, a person must."""


class Refused(NigahError):
    """A rule forbids it: no source card, an expired one, a model that may not be promoted."""

    exit_status = 4

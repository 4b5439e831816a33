"""This module reads the clock; whatever needs the time is handed a function like this one."""

import time


def now_us() -> int:
    """Microseconds since 1970, UTC."""
    return time.time_ns() // 1000

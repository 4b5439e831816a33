"""This module writes numbers that are no telephone numbers, as ads hold them."""

import random
from collections.abc import Callable, Iterator


def texts(*, seed: int, count: int) -> Iterator[tuple[str, str]]:
    """`count` pairs of family and text, the families in turn."""
    chance = random.Random(seed)
    families = list(FAMILIES.items())
    for number in range(count):
        family, write = families[number % len(families)]
        yield family, write(chance)


def _digits(chance: random.Random, count: int, *, first: str = "123456789") -> str:
    return chance.choice(first) + "".join(chance.choice("0123456789") for _ in range(count - 1))


def _date(chance: random.Random) -> str:
    return chance.choice(["{:02}/{:02}/{}", "{:02}-{:02}-{}", "{:02}.{:02}.{}"]).format(
        chance.randint(1, 28), chance.randint(1, 12), chance.randint(1990, 2030)
    )


def _price(chance: random.Random) -> int:
    return chance.randint(10, 990) * 100


FAMILIES: dict[str, Callable[[random.Random], str]] = {
    "aadhaar": lambda c: f"{c.choice(['Aadhaar', 'Aadhar no', 'UID:', 'आधार'])} {_digits(c, 4, first='23456789')} {_digits(c, 4)} {_digits(c, 4)}",
    "aadhaar without label": lambda c: f"{_digits(c, 4, first='23456789')} {_digits(c, 4)} {_digits(c, 4)}",
    "account": lambda c: f"{c.choice(['A/c', 'A/c no.', 'account number', 'SBI acc no', 'खाता संख्या'])} {_digits(c, c.choice([10, 11, 12, 14, 15, 16]))}",
    "utr": lambda c: f"{c.choice(['UTR', 'UTR no:', 'txn id', 'Ref no', 'transaction id:'])} {_digits(c, c.choice([10, 12, 16]))}",
    "gstin": lambda c: f"GSTIN {_digits(c, 2)}ABCDE{_digits(c, 4)}F1Z{_digits(c, 1)}",
    "pins": lambda c: f"pincode {_digits(c, 6, first='12345678')} {c.choice(['and', ',', '/', 'or'])} {_digits(c, 6, first='12345678')}",
    "dates": lambda c: f"from {_date(c)} {c.choice(['-', 'to', '–'])} {_date(c)}",
    "times": lambda c: f"{c.randint(6, 9)}.30 {c.choice(['to', '-', ','])} {c.randint(6, 9)}.30 {c.choice(['to', '-', ','])} {c.randint(6, 9)}.45",
    "pay range": lambda c: f"{c.choice(['Salary', 'pay', 'वेतन', 'జీతం', '', 'Rs.'])} {_price(c)}{c.choice(['-', ' - ', ' to ', '–'])}{_price(c)}",
    "big price": lambda c: f"{c.choice(['Rs ', 'Rs.', '₹', 'INR '])}{_digits(c, 10, first='6789')}{c.choice(['/-', '', ' only'])}",
    "price list": lambda c: ", ".join(str(_price(c)) for _ in range(4)),
    "order": lambda c: f"{c.choice(['order id', 'Order no.', 'invoice no', 'booking id:', 'tracking number', 'AWB', 'PNR'])} {_digits(c, c.choice([10, 11, 12, 15]))}",
    "order code": lambda c: f"{c.choice(['OD', 'TXN', 'SBIN', 'AB', 'INV'])}{_digits(c, c.choice([9, 10, 12, 14]))}",
    "toll-free": lambda c: f"{c.choice(['1800', '1860'])}{c.choice([' ', '-'])}{_digits(c, 3)}{c.choice([' ', '-'])}{_digits(c, 4)}",
    "helpline": lambda c: f"helpline {c.choice(['112', '1098', '181', '1930', '14490', '14567', '15100'])} {c.choice(['or', '/', ','])} {c.choice(['112', '1098', '181'])}",
    "card": lambda c: " ".join(_digits(c, 4) for _ in range(4)),
    "coordinates": lambda c: f"{c.randint(8, 33)}.{_digits(c, 4)}, {c.randint(68, 97)}.{_digits(c, 4)}",
    "isbn": lambda c: f"ISBN 978-{c.choice(['81', '93'])}-{_digits(c, 4)}-{_digits(c, 3)}-{_digits(c, 1)}",
    "classes": lambda c: f"class {' '.join(str(n) for n in range(c.randint(5, 8), 13))}",
    "not a mobile": lambda c: _digits(c, 10, first="12345"),
    "too long": lambda c: _digits(c, c.choice([13, 14, 15, 16, 17]), first="12345678"),
    "too short": lambda c: _digits(c, c.choice([7, 8, 9]), first="6789"),
    "imei": lambda c: f"IMEI {_digits(c, 15)}",
    "licence": lambda c: f"RC B-{_digits(c, 4)}/PUN/PER/100/5/{_digits(c, 5)}/2022",
    "page": lambda c: f"https://ads.example/{_digits(c, 10, first='6789')}",
    "mail": lambda c: f"raj{_digits(c, 10, first='6789')}@gmail.com",
    "counting": lambda c: "six seven eight nine ten eleven twelve",
    "measures": lambda c: f"{_digits(c, 10, first='6789')} {c.choice(['views', 'followers', 'km', 'sqft'])}",
    "long reference": lambda c: f"{c.choice(['Txn id T', 'ref N', 'UTR P', 'T', 'Payment id pay'])}{_digits(c, c.choice([14, 18, 20, 22, 24]), first='06789')}",
    "two numbers long after a label": lambda c: f"{c.choice(['Txn id', 'order id', 'UTR', 'A/c'])} {_digits(c, 10, first='6789')}{_digits(c, 10, first='6789')}",
    "pay then pay": lambda c: f"{c.choice(['Starting', 'first month', 'salary'])} {c.randint(60, 99) * 1000} {c.choice(['then', 'after that', 'and then', 'ending', 'phir'])} {c.randint(60, 99) * 1000}",
    "pins in turn": lambda c: f"first go to {_digits(c, 6, first='6789')} then {_digits(c, 6, first='6789')}",
    "numbers with to and for": lambda c: f"{c.choice(['six', '6', 'nine'])} to {c.choice(['seven', '7'])} to {c.choice(['eight', '8'])} to {c.choice(['nine', '9'])} to {c.choice(['ten', '10'])} for no one",
    "small numbers in a list": lambda c: " ".join(f"{c.choice(['one', 'two', 'three'])} for {c.choice(['men', 'two', 'girls'])}," for _ in range(5)),
    "codes of letters and digits": lambda c: f"{c.choice(['model', 'part no', 'serial'])} {_digits(c, 3)}{c.choice('ESZ')}{_digits(c, 4)}{c.choice('BGO')}{_digits(c, 1)}",
    "storage": lambda c: f"{c.choice([64, 8, 6])}gb {c.choice([128, 256, 512])}gb {c.randint(6000, 9900)}",
    "vehicle": lambda c: f"{c.choice(['TS', 'AP', 'MH', 'GJ', 'WB'])}{c.randint(10, 99)}{c.choice(['BZ', 'ES', 'GQ', 'B'])}{_digits(c, 4)}",
    "sums": lambda c: f"{c.randint(6, 9)}+{c.randint(1, 9)}={c.randint(10, 18)}, {c.randint(60, 99)}*{c.randint(10, 99)}={_digits(c, 4)}",
    "policy": lambda c: f"{c.choice(['LIC policy no', 'Policy number', 'policy', 'बीमा पॉलिसी'])} {_digits(c, c.choice([9, 10, 12]), first='6789')}",
    "trains": lambda c: f"{c.choice(['Train', 'train no', 'Rajdhani', 'Express'])} {_digits(c, 5)} {c.choice(['and', '/', 'or'])} {_digits(c, 5)}",
    "consumer": lambda c: f"{c.choice(['electricity consumer no', 'gas connection', 'Customer ID', 'CA number'])} {_digits(c, 10, first='6789')}",
    "roll": lambda c: f"{c.choice(['Roll no', 'Registration no', 'Hall ticket', 'Application no', 'Employee ID'])} {_digits(c, 10, first='6789')}",
    "tax and passport": lambda c: f"PAN ABCPE{_digits(c, 4)}F, passport {c.choice('JKLMZS')}{_digits(c, 7)}",
    "sizes": lambda c: "size " + "/".join(_digits(c, 2) for _ in range(5)),
    "prices joined": lambda c: f"{c.choice(['Rs', 'salary'])} {_digits(c, 5, first='6789')} and {_digits(c, 5, first='6789')}",
    "sums joined": lambda c: f"{_digits(c, 5, first='6789')} and {_digits(c, 5, first='6789')} {c.choice(['rupees', 'bags', 'sq ft'])}",
    "marks": lambda c: " and ".join(_digits(c, 2, first="6789") for _ in range(5)) + " marks",
    "a letter that is two digits": lambda c: f"{_digits(c, 4, first='6789')}{c.choice('bg')} {_digits(c, 5)}",
}  # fmt: skip

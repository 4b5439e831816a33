# ruff: noqa: INP001  it is a script
"""This script stands in for a person at a spreadsheet: it fills a batch in from answers.csv.

    python fill.py BATCH.csv NAME [SLIPS]

SLIPS is how many of a hundred ads the person takes for an ordinary job, whatever they are.
"""

import csv
import sys
from pathlib import Path

if __name__ == "__main__":
    batch, name, slips = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]) if len(sys.argv) > 3 else 0
    with (Path(__file__).parent / "answers.csv").open(encoding="utf-8", newline="") as file:
        answers = {row["no"]: row for row in csv.DictReader(file)}
    with batch.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    sheet = csv.DictWriter(sys.stdout, rows[0], lineterminator="\n")
    sheet.writeheader()
    for place, row in enumerate(rows):
        answer = answers[row["id"]]
        slip = place * 37 % 100 < slips
        kinds, ad_class = ("", "ordinary_job") if slip else (answer["kinds"], answer["ad_class"])
        sheet.writerow(row | {"by": name, "kinds": kinds, "ad_class": ad_class})

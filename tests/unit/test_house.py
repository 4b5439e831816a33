"""The house as a whole: its walls hold, its files say nothing they should not, its versions are locked."""

import ast
import re
import shutil
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

import crawlers
import models
import pipeline
import search

ROOT = Path(__file__).parents[2]
PACKAGES = ("models", "crawlers", "search", "pipeline")

# What anyone may write: the numbers of the project's extraction vectors, runs of one digit, and pay from 65000 to 75000.
ALLOWED = re.compile(
    r"^(?:0|0?0?91)?(?:98765\d{5}|91234\d{5}|9812345678|9{3,}\d*|\d\d000\d\d000|0{3,}\d*|1{4,}\d*|(\d)\1{5,}\d*)$"
)
MOBILE = re.compile(r"(?<![\w.])(?:\+?91[ -]?|0)?[6-9]\d{4}[ -]?\d{5}(?![\w.])")


def tracked() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    return [ROOT / name for name in listed.stdout.decode().split("\0") if name and (ROOT / name).is_file()]


def texts() -> list[tuple[Path, str]]:
    return [(path, path.read_text("utf-8")) for path in tracked() if path.suffix not in {".lock", ".skops"}]


@pytest.mark.parametrize("package", [models, crawlers, search, pipeline], ids=PACKAGES)
def test_the_packages_under_test_are_ours(package: object) -> None:
    assert Path(str(getattr(package, "__file__", ""))).is_relative_to(ROOT)


# One line for each contract, and for each direction that imports must not take.
BREACHES = [
    ("models/language.py", "import scrapy"),
    ("models/codec.py", "import pipeline.clock"),
    ("search/leads.py", "import crawlers.card"),
    ("models/scoring/calibration.py", "import scipy"),
    ("models/phrases/runs.py", "import models.indicators.saying"),
    ("models/training/later.py", "import models.evaluation.swaps"),
    ("models/measures/ranking.py", "import models.training.labelled"),
    ("crawlers/card.py", "import search.vault"),
    ("crawlers/scope.py", "import sqlite3"),
    ("search/highlight.py", "import kafka"),
    ("pipeline/worker.py", "import pydantic_settings"),
    ("pipeline/cli/upkeep.py", "import pipeline.bus.embedded"),
]


def test_every_breach_of_the_walls_is_named_and_breaks_the_build(tmp_path: Path) -> None:
    for package in PACKAGES:
        unread = shutil.ignore_patterns("__pycache__", "data", "ads")
        shutil.copytree(ROOT / package, tmp_path / package, ignore=unread)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for where, line in BREACHES:
        planted = tmp_path / where
        planted.write_text(f"{planted.read_text('utf-8')}\n{line}\n", "utf-8")
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        env={"PYTHONPATH": str(tmp_path), "COLUMNS": "200"},
        check=False,
    )
    assert done.returncode == 1
    assert "Contracts: 0 kept, 9 broken." in done.stdout
    for where, line in BREACHES:
        importer, imported = where.removesuffix(".py").replace("/", "."), line.removeprefix("import ")
        assert re.search(rf"{re.escape(importer)} ->\s+{re.escape(imported)}", done.stdout), (
            importer,
            imported,
        )


def test_no_telephone_number_but_fixture_numbers_is_in_the_repository() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path, text in texts()
        for match in MOBILE.finditer(text)
        if not ALLOWED.match(re.sub(r"\D", "", match.group()))
    ]
    assert found == []


def test_no_file_names_a_registry_or_a_path_of_one_machine() -> None:
    forbidden = re.compile(r"https?://[^\s\"']*/(?:maven2|simple)/|(?<![\w.])/(?:work|root|home)/\w")
    found = [str(path.relative_to(ROOT)) for path, text in texts() if forbidden.search(text)]
    assert found == []


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_every_locked_version_has_a_hash_and_no_address(name: str) -> None:
    lock = (ROOT / name).read_text("utf-8")
    pins = re.findall(r"^([a-z0-9._-]+(?:\[[a-z0-9,-]+\])?)==\S+", lock, re.MULTILINE)
    assert len(pins) > 50
    assert lock.count("--hash=sha256:") >= len(pins)
    assert "://" not in lock


def imported() -> set[str]:
    """The first name of everything that the packages import."""
    nodes = [
        node
        for package in PACKAGES
        for path in (ROOT / package).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
    ]
    names = [alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names]
    names += [node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module]
    return {name.partition(".")[0] for name in names}


# Loaded by name: FastAPI reads forms with the one, SQLAlchemy speaks to PostgreSQL through the other.
LOADED_BY_OTHERS = {"python-multipart", "psycopg"}


def test_what_is_imported_is_declared_and_what_is_declared_is_imported() -> None:
    stated = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
    declared = {re.split(r"[\[<>=]", one, maxsplit=1)[0] for one in stated}
    owners = packages_distributions()
    used = {
        owners[name][0].lower().replace("_", "-")
        for name in imported() - sys.stdlib_module_names - set(PACKAGES)
    }
    assert used == declared - LOADED_BY_OTHERS


def test_both_locks_hold_the_same_versions() -> None:
    pins = re.compile(r"^([a-z0-9._-]+)==(\S+)", re.MULTILINE)
    user = dict(pins.findall((ROOT / "requirements.lock").read_text("utf-8")))
    developer = dict(pins.findall((ROOT / "requirements-dev.lock").read_text("utf-8")))
    assert user.items() <= developer.items()


def test_a_module_says_what_it_holds() -> None:
    lacking = [
        str(path.relative_to(ROOT))
        for path in tracked()
        if path.suffix == ".py"
        and path.relative_to(ROOT).parts[0] in PACKAGES
        and not re.match(r'r?"""This (module|package) ', path.read_text("utf-8"))
    ]
    assert lacking == []


PRINTED_FOR_A_PROPERTY = {"search.query.print"}  # parsing what it prints gives the query again


def test_every_module_is_named_by_the_program_and_not_by_tests_alone() -> None:
    program = {
        path.relative_to(ROOT): text
        for path, text in texts()
        if path.suffix == ".py" and path.relative_to(ROOT).parts[0] in {*PACKAGES, "dags"}
    }
    named = {name for text in program.values() for name in modules_named_in(text)}
    modules = {
        ".".join(path.with_suffix("").parts)
        for path in program
        if path.parts[0] in PACKAGES and not path.stem.startswith("__")
    }
    assert modules - named == PRINTED_FOR_A_PROPERTY


def modules_named_in(text: str) -> set[str]:
    """What is imported, and what settings name as `module.Class`."""
    nodes = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.ImportFrom)]
    taken = {f"{node.module}.{one.name}" for node in nodes for one in node.names}
    dotted = set(re.findall(r"\w+(?:\.\w+)+", text))
    return taken | dotted | {name.rpartition(".")[0] for name in dotted}


def test_every_requirement_is_in_the_table_once_with_a_test_that_exists() -> None:
    rows = re.findall(
        r"^\| (R\d+) \| .+ \| (.+) \|$", (ROOT / "docs/requirements.md").read_text("utf-8"), re.MULTILINE
    )
    assert [number for number, _ in rows] == [f"R{number}" for number in range(1, 81)]
    for number, where in rows:
        named = re.findall(r"`(tests/[\w/.]+)`", where)
        assert named or where.startswith("not yet"), number
        assert [name for name in named if not (ROOT / name).exists()] == [], number


def test_every_table_says_where_it_is_from() -> None:
    """In a column of its own, or in a line of its head where all rows are from one place."""
    data = ROOT / "models" / "data"
    tables = [path for path in (*data.glob("tables/*.csv"), *data.glob("*/*.txt")) if path.is_file()]
    assert len(tables) > 12
    lacking = []
    for path in tables:
        lines = path.read_text("utf-8").splitlines()
        head = next(line for line in lines if not line.startswith("#"))
        if "source" not in head.split(",") and not any(line.startswith("# Source: ") for line in lines):
            lacking.append(path.name)
    assert lacking == []

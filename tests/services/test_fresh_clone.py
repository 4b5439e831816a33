"""A newcomer's first minutes: a copy of the tree in a new folder, README's first command, and the built wheel."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.services

ROOT = Path(__file__).parents[2]


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """The files that a commit of the tree as it stands would hold."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    for name in filter(None, listed.stdout.decode().split("\0")):
        if (ROOT / name).is_file():
            target = tmp_path / "nigah" / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, target)
    return tmp_path / "nigah"


def environment() -> dict[str, str]:
    return {k: v for k, v in os.environ.items() if not k.startswith(("NIGAH_", "MAKE", "MFLAGS"))}


def test_make_demo_works_in_a_new_folder_and_the_second_run_fetches_nothing(clone: Path) -> None:
    command = ["make", "demo", "ARGS=--no-serve", f"PYTHON={sys.executable}"]
    first = subprocess.run(command, cwd=clone, env=environment(), capture_output=True, text=True, check=False)
    assert first.returncode == 0, first.stderr[-3000:]
    installed = re.search(r"installed: (\d+) MB", first.stdout)
    memory = re.search(r"memory at most (\d+) MB", first.stdout)
    lead = re.search(r"first lead after ([\d.]+) s", first.stdout)
    assert installed, first.stdout
    assert memory, first.stdout
    assert lead, first.stdout
    print(f"\ninstalled {installed[1]} MB, memory {memory[1]} MB, first lead after {lead[1]} s")
    assert int(installed[1]) <= 1000
    assert int(memory[1]) <= 1000
    assert "ledger closes" in first.stdout
    offline = environment() | {"UV_OFFLINE": "1", "PIP_NO_INDEX": "1"}
    second = subprocess.run(command, cwd=clone, env=offline, capture_output=True, text=True, check=False)
    assert second.returncode == 0, second.stderr[-3000:]
    assert "installing" not in second.stdout


def test_the_wheel_holds_all_that_the_demo_needs(clone: Path, tmp_path: Path) -> None:
    uv = [sys.executable, "-m", "uv"]
    build = [
        *uv,
        "build",
        "--wheel",
        "--no-build-isolation",
        "--python",
        sys.executable,
        "--out-dir",
        str(tmp_path / "dist"),
    ]
    subprocess.run([*build, "--quiet", clone], check=True, cwd=tmp_path)
    (wheel,) = (tmp_path / "dist").glob("*.whl")
    site = tmp_path / "site"
    subprocess.run(
        [*uv, "pip", "install", "--quiet", "--no-deps", "--target", site, wheel], check=True, cwd=tmp_path
    )
    home = environment() | {"PYTHONPATH": str(site), "NIGAH_HOME": str(tmp_path / "home")}
    where = subprocess.run(
        [sys.executable, "-c", "import pipeline; print(pipeline.__file__)"],
        env=home,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert Path(where.stdout.strip()).is_relative_to(site)
    demo = subprocess.run(
        [sys.executable, "-m", "pipeline.cli", "demo", "--no-serve"],
        env=home,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert demo.returncode == 0, demo.stderr[-3000:]
    assert "ledger closes" in demo.stdout

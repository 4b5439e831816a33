"""The commands as a person starts them: what they print, and the exit status that scripts rely on."""

import json
import os
import signal
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from pipeline.jobs.screen_lines import BATCH
from pipeline.sampleboard.ads import board_ads, sample_ads
from pipeline.sampleboard.board import Board
from pipeline.sampleboard.card import write_card
from tests.flow.shell import Answer, Shell, Started, start

ADS = sample_ads()[::4]  # all of them are crawled in test_crawl_of_the_sample_board.py


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    return Shell(tmp_path / "home")


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shell]:
    """A home in which a quarter of the sample board was crawled, screened and indexed once."""
    made = Shell(tmp_path_factory.mktemp("filled") / "home")
    cards = made.home / "sources"
    cards.mkdir(parents=True)
    with Board.serve(board_ads(ADS, newest=datetime(2026, 1, 1, tzinfo=UTC))) as board:
        write_card(cards, board.url)
        go_the_whole_way(made)
        yield made


def go_the_whole_way(shell: Shell) -> None:
    for words in (["crawl", "sample-board"], ["work", "screen", "--drain"], ["work", "index", "--drain"]):
        answer = shell.nigah(*words)
        assert answer.status == 0, answer.err


def test_help_lists_the_commands_and_the_exit_statuses(shell: Shell) -> None:
    answer = shell.nigah("--help")
    assert answer.status == 0
    for command in (
        "crawl",
        "screen",
        "work",
        "run",
        "search",
        "serve",
        "digest",
        "train",
        "ledger",
        "forget",
    ):
        assert command in answer.out
    statuses = " ".join(answer.out.split()).partition("Exit statuses: ")[2].rstrip(".")
    assert "4 refused by a rule" in statuses
    readme = " ".join((Path(__file__).parents[2] / "README.md").read_text("utf-8").split())
    assert f"exit statuses are {statuses}." in readme


def test_an_unknown_option_is_wrong_usage(shell: Shell) -> None:
    assert shell.nigah("screen", "--colour").status == 2


def test_config_show_names_every_setting_and_where_it_came_from(shell: Shell) -> None:
    answer = shell.nigah("config", "show", NIGAH_BATCH_SIZE="7", NIGAH_RECORDS_URL="sqlite:///x?secret=1")
    assert "NIGAH_BATCH_SIZE=7\t# set: messages a stage handles at once" in answer.out
    assert "NIGAH_CONSOLE_PORT=8765\t# default: " in answer.out
    assert "secret" not in answer.out


def test_a_wrong_setting_is_one_sentence_and_status_2(shell: Shell) -> None:
    answer = shell.nigah("ledger", NIGAH_BATCH_SIZE="0")
    assert answer.status == 2
    assert answer.err.startswith("nigah: Setting NIGAH_BATCH_SIZE ")
    assert answer.err.count("\n") == 1


def test_screen_judges_lines_sets_bad_ones_aside_and_exits_1(shell: Shell) -> None:
    lines = b'{"id": 1, "title": "Driver", "text": "Driver wanted, 9 to 6, PF and ESI."}\n\xff\n{"id": 2}\n'
    answer = shell.nigah("screen", stdin=lines)
    answers = [json.loads(line) for line in answer.out.splitlines()]
    assert answer.status == 1
    assert [one.get("id") for one in answers] == [1, None, 2]
    assert answers[0]["band"] == "none"
    assert answer.err.splitlines() == [
        "nigah: line 2: not UTF-8: byte 1 of the line; save the file as UTF-8",
        "nigah: line 3: `title` is missing or not text",
        "nigah: 2 lines were set aside; the rest is judged.",
    ]


def test_screen_writes_a_file_whole_or_not_at_all(shell: Shell, tmp_path: Path) -> None:
    ads, out = tmp_path / "ads.jsonl", tmp_path / "out.jsonl"
    ads.write_text('{"id": "x", "title": "", "text": "Cook wanted"}\n' * 3, "utf-8")
    assert shell.nigah("screen", str(ads), str(out)).status == 0
    assert len(out.read_text("utf-8").splitlines()) == 3
    assert sorted(path.name for path in tmp_path.iterdir()) == ["ads.jsonl", "home", "out.jsonl"]


def test_screen_does_not_write_over_the_ads_that_it_reads(shell: Shell, tmp_path: Path) -> None:
    ads, link = tmp_path / "ads.jsonl", tmp_path / "link.jsonl"
    ads.write_text('{"id": "x", "title": "", "text": "Cook wanted"}\n', "utf-8")
    link.symlink_to(ads)
    for out in (ads, link):
        answer = shell.nigah("screen", str(ads), str(out))
        assert answer.status == 2
        assert "the answers would replace the ads" in answer.err
    assert "Cook wanted" in ads.read_text("utf-8")


def test_screen_reads_a_table_by_its_columns(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "ads.csv").write_text(
        "no,head,body,label\n7,Cook,Cook wanted,1\n8,Maid,Maid wanted,0\n", "utf-8"
    )
    answer = shell.nigah("screen", "ads.csv", "--columns", "id=no,title=head,text=body")
    assert answer.status == 0, answer.err
    assert [json.loads(line)["id"] for line in answer.out.splitlines()] == ["7", "8"]
    refused = shell.nigah("screen", "ads.csv", "out.jsonl")
    assert (refused.status, refused.out) == (2, "")
    assert "the map of columns names no text. Say --columns" in refused.err
    assert not (tmp_path / "out.jsonl").exists()


def test_screen_of_a_list_is_one_sentence_and_writes_nothing(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "ads.json").write_text('[\n {"id": 1, "title": "", "text": "Cook"}\n]\n', "utf-8")
    answer = shell.nigah("screen", "ads.json", "out.jsonl")
    assert answer.status == 2
    assert answer.err.startswith("nigah: ads.json is a list of ads, so nothing was judged;")
    assert answer.err.count("\n") == 1
    assert not (tmp_path / "out.jsonl").exists()


def test_screen_tells_of_ids_that_come_again_and_of_nothing_judged(shell: Shell) -> None:
    line = b'{"id": 1, "title": "", "text": "Cook wanted"}\n'
    twice = shell.nigah("screen", stdin=line * 3)
    assert twice.status == 0
    assert (
        twice.err
        == "nigah: 2 of the ads have an id that an earlier one has; only the order tells them apart.\n"
    )
    none = shell.nigah("screen", stdin=b'{"id": 1}\n')
    assert none.status == 1
    assert none.err.splitlines()[-1] == "nigah: 1 line was set aside; nothing was judged."


def interrupted(command: Started, *, ready: Callable[[], bool]) -> Answer:
    """The answer of a command that gets Ctrl+C once it is `ready`."""
    while not ready():
        assert not command.ended(), command.answer().err
        time.sleep(0.02)
    os.kill(command.pid, signal.SIGINT)
    return command.answer()


def test_ctrl_c_says_that_nothing_was_kept(shell: Shell, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "ads.jsonl")
    ads = os.open(tmp_path / "ads.jsonl", os.O_RDWR)  # stays open, so that the command waits for more
    os.write(ads, b'{"id": "x", "title": "", "text": "Cook wanted"}\n' * BATCH)
    environment = {"NIGAH_HOME": str(shell.home)}
    screening = start(
        "pipeline.cli", ["screen", "ads.jsonl", "out.jsonl"], folder=tmp_path, environment=environment
    )
    answer = interrupted(screening, ready=lambda: bool(list(tmp_path.glob(".out.jsonl.*"))))
    assert (answer.status, answer.err) == (130, "nigah: interrupted; out.jsonl was not written\n")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["ads.jsonl", "home"]
    training = start("pipeline.cli", ["train"], folder=tmp_path, environment=environment)
    answer = interrupted(training, ready=lambda: "ads read" in (training.said / "stderr").read_text("utf-8"))
    assert answer.status == 130
    assert answer.err.splitlines()[-1] == "nigah: interrupted; nothing was kept"
    assert not (shell.home / "models").exists()


def test_an_empty_text_is_refused(shell: Shell) -> None:
    for text in ("", " \n"):
        answer = shell.nigah("screen", "--text", text)
        assert (answer.status, answer.out) == (2, "")
        assert "--text is empty" in answer.err


def test_screen_of_a_missing_file_is_one_sentence_and_status_2(shell: Shell) -> None:
    answer = shell.nigah("screen", "nowhere.jsonl")
    assert (answer.status, answer.err) == (
        2,
        "nigah: nowhere.jsonl cannot be read: No such file or directory.\n",
    )


def test_reasons_are_told_in_the_language_of_the_settings(shell: Shell) -> None:
    text = "Data entry job in Thailand, original passport to be submitted, free ticket."
    answer = json.loads(shell.nigah("screen", "--text", text, NIGAH_LANGUAGE="hi").out)
    assert "दक्षिण-पूर्व एशिया में दफ़्तर का काम बताया गया है।" in [
        reason["sentence"] for reason in answer["reasons"]["for"]
    ]
    wrong = shell.nigah("screen", "--text", text, NIGAH_LANGUAGE="fr")
    assert wrong.status == 2
    assert "NIGAH_LANGUAGE" in wrong.err
    assert "'en', 'hi', 'te' or 'bn'" in wrong.err


def test_a_pasted_text_is_judged(shell: Shell) -> None:
    text = "Data entry job in Thailand, original passport to be submitted, free ticket. WhatsApp 98765 43210"
    answer = json.loads(shell.nigah("screen", "--text", text).out)
    assert answer["id"] == "text"
    assert {"CS02", "JB02"} <= {finding["indicator"] for finding in answer["findings"]}
    assert [contact["value"] for contact in answer["contacts"]] == ["+919876543210"]
    for finding in answer["findings"]:
        assert text[finding["start"] : finding["end"]] == finding["text"]


def test_of_a_pasted_child_sign_only_places_are_printed(shell: Shell) -> None:
    answer = shell.nigah("screen", "--text", "Boy of 13 wanted for tea stall, stay and food. 98765 43210")
    assert json.loads(answer.out)["child_signal"] is True
    assert "tea" not in answer.out
    assert "43210" not in answer.out + answer.err


def test_a_crawl_without_a_card_is_refused(shell: Shell) -> None:
    (shell.home / "sources").mkdir(parents=True)
    answer = shell.nigah("crawl", "some-board")
    assert answer.status == 4
    assert "There is no source card 'some-board'" in answer.err


def test_a_card_with_an_unknown_key_is_wrong_usage_and_names_it(shell: Shell) -> None:
    cards = shell.home / "sources"
    cards.mkdir(parents=True)
    path = write_card(cards, "http://127.0.0.1:9")
    path.write_text(path.read_text("utf-8") + "colour: red\n", "utf-8")
    answer = shell.nigah("sources", "check", str(path))
    assert answer.status == 2
    assert "colour" in answer.err
    assert path.name in answer.err


def test_the_whole_way_ends_with_a_ledger_that_closes(filled: Shell) -> None:
    answer = filled.nigah("ledger")
    assert answer.status == 0, answer.out
    head, *lines = (line.split("\t") for line in answer.out.splitlines())
    assert head[:3] == ["source", "hour (UTC)", "collected"]
    assert sum(int(line[2]) for line in lines) == len(ADS)


def test_every_capture_has_its_row_in_an_unbroken_chain(filled: Shell) -> None:
    answer = filled.nigah("evidence", "verify")
    assert (answer.status, answer.out) == (0, f"{len(ADS)} rows, the chain is whole\n")


def test_search_shows_reasons_and_masks_contacts(filled: Shell) -> None:
    answer = filled.nigah("search", "band:medium+", "--json", "--limit", "100")
    hits = [json.loads(line) for line in answer.out.splitlines()]
    assert len(hits) >= 10
    assert all(hit["reasons"] for hit in hits)
    assert all(
        "xxxxx" in contact for hit in hits for contact in hit["contacts"] if contact.startswith("phone")
    )


def test_search_that_finds_nothing_says_so(filled: Shell) -> None:
    answer = filled.nigah("search", "xylophone")
    assert (answer.status, answer.out, answer.err) == (0, "", "No flagged ad matches.\n")


def test_a_query_that_cannot_be_read_is_status_2(filled: Shell) -> None:
    assert filled.nigah("search", "(passport").status == 2


def test_the_digest_is_a_mail_and_a_page(filled: Shell) -> None:
    answer = filled.nigah("digest")
    mail, page = (Path(line) for line in answer.out.splitlines())
    message = message_from_bytes(mail.read_bytes(), policy=policy.default)
    plain = message.get_body(("plain",))
    assert plain is not None
    assert "not yet read by a person" in plain.get_content().lower()
    assert "not yet read by a person" in page.read_text("utf-8").lower()


def test_a_forgotten_ad_is_gone_and_counted_as_erased(filled: Shell) -> None:
    hit = json.loads(filled.nigah("search", "band:high", "--json", "--limit", "1").out)
    assert filled.nigah("forget", hit["id"]).status == 0
    found = filled.nigah("search", "band:high", "--json", "--limit", "100").out
    assert hit["id"] not in found
    head, *lines = (line.split("\t") for line in filled.nigah("ledger").out.splitlines())
    assert sum(int(line[head.index("erased")]) for line in lines) == 1


def test_an_unknown_stage_is_named_with_those_there_are(shell: Shell) -> None:
    answer = shell.nigah("work", "cook")
    assert (answer.status, answer.err) == (
        2,
        "nigah: There is no stage 'cook'; the stages are screen and index.\n",
    )


@pytest.mark.parametrize("name", ["bus", "index", "records"])
def test_a_corrupt_file_is_named_with_what_to_do(shell: Shell, name: str) -> None:
    assert shell.nigah("work", "index", "--drain").status == 0
    path = shell.home / f"{name}.sqlite3"
    path.write_bytes(b"SQLite format 3\x00" + b"\xff" * 5000)
    answer = shell.nigah("work", "index", "--drain")
    assert answer.status in {2, 3}, answer.err
    assert path.name in answer.err
    assert answer.err.startswith("nigah: ")
    assert path.read_bytes()[:16] == b"SQLite format 3\x00"


def test_lost_keys_are_not_replaced_by_fresh_ones_where_something_is_sealed(shell: Shell) -> None:
    assert shell.nigah("work", "index", "--drain").status == 0
    (shell.home / "keys.json").rename(shell.home / "elsewhere.json")
    answer = shell.nigah("search", "passport")
    assert answer.status == 2
    assert "There is no keyring" in answer.err
    assert not (shell.home / "keys.json").exists()


@pytest.mark.long
def test_a_full_disk_ends_the_crawl_with_status_3_and_loses_nothing(filled: Shell, shell: Shell) -> None:
    cards = shell.home / "sources"
    cards.mkdir(parents=True)
    (cards / "sample-board.yaml").write_bytes((filled.home / "sources" / "sample-board.yaml").read_bytes())
    shell.nigah("ledger")
    room = (shell.home / "records.sqlite3").stat().st_size // 4096 + 6
    small = shell.nigah("crawl", "sample-board", NIGAH_SQLITE_MAX_PAGES=str(room))
    assert small.status == 3, small.err
    assert "the disk is full" in small.err
    go_the_whole_way(shell)
    assert shell.nigah("ledger").status == 0
    lines = shell.nigah("ledger").out.splitlines()[1:]
    assert sum(int(line.split("\t")[2]) for line in lines) >= len(ADS)


@pytest.mark.long
def test_a_file_that_may_not_grow_ends_the_crawl_with_status_3(filled: Shell, shell: Shell) -> None:
    cards = shell.home / "sources"
    cards.mkdir(parents=True)
    (cards / "sample-board.yaml").write_bytes((filled.home / "sources" / "sample-board.yaml").read_bytes())
    shell.nigah("ledger")
    room = (shell.home / "records.sqlite3").stat().st_size + 6 * 4096
    small = shell.nigah("crawl", "sample-board", largest_file=room)
    assert small.status == 3, small.err
    assert "nigah: sample-board: the crawl stopped after" in small.err
    go_the_whole_way(shell)
    assert shell.nigah("ledger").status == 0


def test_an_output_that_may_not_grow_leaves_the_old_file_alone(shell: Shell, tmp_path: Path) -> None:
    ads, out = tmp_path / "ads.jsonl", tmp_path / "out.jsonl"
    ads.write_text('{"id": "x", "title": "", "text": "Cook wanted"}\n' * 50, "utf-8")
    out.write_text("what was there before\n", "utf-8")
    answer = shell.nigah("screen", str(ads), str(out), largest_file=4096)
    assert answer.status == 3, answer.err
    assert answer.err.startswith(f"nigah: {out} could not be written: File too large.")
    assert out.read_text("utf-8") == "what was there before\n"


@pytest.mark.long
def test_an_ad_of_5_mb_with_nuls_and_bidi_marks_is_judged_to_its_end(shell: Shell) -> None:
    text = "\u202eevil\u202c \x00 " + "Good place to work. " * 260_000 + "Passport with company."
    answer = shell.nigah("screen", stdin=json.dumps({"id": 1, "title": "", "text": text}).encode())
    assert answer.status == 0, answer.err
    found = {finding["indicator"]: finding for finding in json.loads(answer.out)["findings"]}
    assert found["JB02"]["end"] <= len(text)
    assert found["JB02"]["start"] > len(text) - 30


def test_a_taken_port_is_said(filled: Shell) -> None:
    with Board.serve(()) as other:
        port = other.url.rpartition(":")[2]
        answer = filled.nigah("serve", "--port", port)
    assert answer.status == 3
    assert f"Port {port} of this machine cannot be used" in answer.err

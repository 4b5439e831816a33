import gzip
import zlib
from pathlib import Path

import pytest

from crawlers.warc import TornArchive, archived_pages

PAGE = b"<title>Ad</title><h1>Cook wanted</h1>"


def record(block: bytes, *, kind: str = "response", url: str = "https://mandi.example/ad/1") -> bytes:
    head = (
        f"WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2026-11-20T04:30:00Z\r\n"
        f"Content-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def answer(body: bytes = PAGE, *headers: str, status: str = "200 OK") -> bytes:
    return (
        "\r\n".join([f"HTTP/1.1 {status}", "Content-Type: text/html", *headers]).encode() + b"\r\n\r\n" + body
    )


def chunked(body: bytes) -> bytes:
    return (
        b"".join(
            f"{len(body[at : at + 10]):x}\r\n".encode() + body[at : at + 10] + b"\r\n"
            for at in range(0, len(body), 10)
        )
        + b"0\r\n\r\n"
    )


def bodies(path: Path) -> list[bytes]:
    return [page.body for page in archived_pages(path)]


def test_answers_are_read_with_address_time_status_and_headers(tmp_path: Path) -> None:
    path = tmp_path / "a.warc"
    path.write_bytes(
        record(b"software: x\r\n", kind="warcinfo")
        + record(b"GET / HTTP/1.1\r\n\r\n", kind="request")
        + record(answer(status="404 Not Found"))
    )
    page = next(archived_pages(path))
    assert (page.url, page.archived_at, page.status, page.headers, page.body) == (
        "https://mandi.example/ad/1", 1_795_149_000_000_000, 404, {"content-type": "text/html"}, PAGE,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("block", "why"),
    [
        (answer(gzip.compress(PAGE), "Content-Encoding: gzip"), "gzip"),
        (answer(zlib.compress(PAGE), "Content-Encoding: deflate"), "deflate"),
        (answer(zlib.compress(PAGE)[2:-4], "Content-Encoding: deflate"), "deflate without a frame"),
        (answer(chunked(PAGE), "Transfer-Encoding: chunked"), "chunked"),
        (
            answer(chunked(gzip.compress(PAGE)), "Transfer-Encoding: chunked", "Content-Encoding: gzip"),
            "both",
        ),
        (answer(PAGE, "Transfer-Encoding: chunked"), "chunked, but joined already"),
        (answer(PAGE, "Content-Encoding: gzip"), "packed, but unpacked already"),
    ],
)
def test_bodies_are_unpacked_and_joined(block: bytes, why: str, tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    path.write_bytes(gzip.compress(record(block)) + gzip.compress(record(block)))
    assert bodies(path) == [PAGE, PAGE], why


def test_a_bomb_in_an_archive_is_cut_off(tmp_path: Path) -> None:
    path = tmp_path / "a.warc"
    path.write_bytes(record(answer(gzip.compress(bytes(50_000_000)), "Content-Encoding: gzip")))
    assert [len(body) for body in bodies(path)] == [5 * 1024 * 1024]


@pytest.mark.parametrize("kept", [10, 100, 200])
def test_what_comes_before_a_tear_is_read_and_the_tear_is_said(kept: int, tmp_path: Path) -> None:
    whole = record(answer())
    for path, data in (
        (tmp_path / "a.warc", whole + whole[:kept]),
        (tmp_path / "a.warc.gz", gzip.compress(whole) + gzip.compress(whole)[: kept // 2]),
    ):
        path.write_bytes(data)
        pages = archived_pages(path)
        assert next(pages).body == PAGE
        with pytest.raises(TornArchive):
            list(pages)


def test_what_is_no_archive_is_said(tmp_path: Path) -> None:
    (tmp_path / "a.warc").write_bytes(b"<html>not found</html>")
    with pytest.raises(TornArchive, match="no record"):
        list(archived_pages(tmp_path / "a.warc"))

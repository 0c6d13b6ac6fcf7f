"""What is dropped is looked at before anything of it is kept."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from dataclasses import replace

import pytest

from tests.viewer.pictures import product_png
from viewer.errors import AppError, IntakeError
from viewer.limits import LIMITS
from viewer.upload import Upload, checked_model, checked_photo, clean_name, unpack


def _zip(*members: tuple[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return stream.getvalue()


def _unpacked(data: bytes, **limits: int) -> tuple[list[tuple[str, bytes]], list[AppError]]:
    """Names and contents, read while the zip is open, as `take` reads them."""
    faults: list[AppError] = []
    uploads = unpack([Upload.of("a.zip", data)], faults, replace(LIMITS, **limits))  # type: ignore[arg-type]
    return [(upload.name, upload.read()) for upload in uploads], faults


def test_a_zip_gives_its_files_and_nothing_that_a_computer_hid_in_it() -> None:
    data = _zip(
        ("photos/a.png", b"1"),
        ("../../etc/b.png", b"2"),
        ("C:\\x\\c.png", b"3"),
        ("__MACOSX/._a.png", b"4"),
        (".DS_Store", b"5"),
    )
    found, faults = _unpacked(data)
    assert found == [
        ("photos/a.png", b"1"),
        ("etc/b.png", b"2"),
        ("C:/x/c.png", b"3"),
    ]
    assert faults == []


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = _zip(("a.png", b"\0" * 3_000_000))
    assert len(bomb) < 10_000
    found, (fault,) = _unpacked(bomb, zip_bytes=2 * 2**20)
    assert found == []
    assert "at most 2 MB" in str(fault)
    found, (fault,) = _unpacked(_zip(("a", b""), ("b", b""), ("c", b"")), zip_files=2)
    assert found == []
    assert "3 files" in str(fault)


def test_a_member_that_lies_about_its_size_gives_no_more_than_it_told() -> None:
    honest = _zip(("a.png", b"\0" * 100_000))
    lying = honest.replace(struct.pack("<I", 100_000), struct.pack("<I", 10))
    try:
        ((_, data),), _ = _unpacked(lying)
    except IntakeError:
        return  # the checksum told
    assert len(data) <= 10


def test_a_broken_zip_is_one_fault_and_the_rest_is_taken() -> None:
    faults: list[AppError] = []
    uploads = [Upload.of("bad.zip", b"PK nonsense"), Upload.of("good.png", b"x")]
    assert [u.name for u in unpack(uploads, faults)] == ["good.png"]
    assert "bad.zip" in str(faults[0])


def test_photos_are_named_by_content_and_keep_their_kind() -> None:
    data = product_png()
    name, kept = checked_photo(Upload.of("x/../../evil.jpg", data))
    assert kept == data
    assert name.endswith(".png")
    assert "/" not in name
    assert name == checked_photo(Upload.of("other.png", data))[0]


def test_a_picture_of_too_many_pixels_is_refused_by_its_header() -> None:
    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    chunk = (
        struct.pack(">I", 13) + b"IHDR" + header + struct.pack(">I", zlib.crc32(b"IHDR" + header))
    )
    data = (
        b"\x89PNG\r\n\x1a\n"
        + chunk
        + struct.pack(">I", 0)
        + b"IDAT"
        + struct.pack(">I", zlib.crc32(b"IDAT"))
    )
    with pytest.raises(IntakeError, match="3600 megapixels"):
        checked_photo(Upload.of("huge.png", data))


@pytest.mark.parametrize("name", ["page.html", "run.exe", "drawing.svg", "fake.png"])
def test_what_is_no_picture_is_told_by_name(name: str) -> None:
    with pytest.raises(IntakeError, match=name):
        checked_photo(Upload.of(name, b"<svg onload=alert(1)>"))


def test_a_file_over_its_limit_is_not_even_read() -> None:
    def read() -> bytes:
        raise AssertionError

    with pytest.raises(IntakeError, match="at most 40 MB"):
        checked_photo(Upload("a.png", read, LIMITS.photo_bytes + 1))
    with pytest.raises(IntakeError, match="at most 60 MB"):
        checked_model(Upload("a.glb", read, LIMITS.model_bytes + 1))


def test_only_a_glb_is_a_model() -> None:
    data = b"glTF" + struct.pack("<II", 2, 12)
    assert checked_model(Upload.of("a.glb", data))[0].endswith(".glb")
    with pytest.raises(IntakeError, match="GLB"):
        checked_model(Upload.of("a.glb", b"solid"))


def test_names_are_text_without_ways_out() -> None:
    assert clean_name("..\\..\\a\u202eb\x00.png") == "ab.png"
    assert clean_name("///") == "photo"
    assert len(clean_name("x" * 999 + ".png")) == 200

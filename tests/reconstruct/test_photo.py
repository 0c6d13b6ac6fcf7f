from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageCms

from reconstruct.errors import (
    NotAnImageError,
    PhotoError,
    PhotoMissingError,
    PhotoTooLargeError,
    PhotoTooSmallError,
    TruncatedPhotoError,
)
from reconstruct.photo import PhotoOptions, read_photo


@pytest.mark.parametrize("suffix", [".jpg", ".png", ".webp", ".heic", ".avif", ".tiff", ".bmp"])
def test_reads_the_kinds_merchants_have(picture_file: Callable[..., Path], suffix: str) -> None:
    read_photo(picture_file("warm.png", (64, 48)))  # registers HEIC with Pillow
    photo = read_photo(picture_file(f"photo{suffix}", (120, 80)))
    assert photo.rgb.shape == (80, 120, 3)
    assert photo.alpha is None
    assert photo.original_px == (120, 80)
    assert np.abs(photo.rgb.astype(int) - [0, 128, 128]).max() <= 6


def test_exif_turns_the_picture_upright(tmp_path: Path) -> None:
    picture = Image.new("RGB", (200, 100), "black")
    picture.paste("white", (0, 0, 100, 100))  # white on the left
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was turned: the left belongs on top
    path = tmp_path / "turned.jpg"
    picture.save(path, exif=exif)
    photo = read_photo(path)
    assert photo.rgb.shape == (200, 100, 3)
    assert photo.original_px == (100, 200)
    assert photo.rgb[:80].mean() > 240
    assert photo.rgb[120:].mean() < 15


def test_longest_side_is_reduced_and_aspect_kept(picture_file: Callable[..., Path]) -> None:
    photo = read_photo(picture_file("large.jpg", (3000, 2000)))
    assert photo.rgb.shape == (1067, 1600, 3)
    assert photo.original_px == (3000, 2000)


def test_alpha_is_kept(stool_cutout: Path) -> None:
    photo = read_photo(stool_cutout)
    assert photo.alpha is not None
    assert photo.alpha[140, 250] == 1.0
    assert photo.alpha[10, 10] == 0.0


@pytest.mark.parametrize("mode", ["L", "LA", "P", "1", "I;16", "CMYK"])
def test_every_mode_becomes_rgb(tmp_path: Path, mode: str) -> None:
    path = tmp_path / ("picture.tiff" if mode == "CMYK" else "picture.png")
    Image.new(mode, (80, 80), 0).save(path)
    assert read_photo(path).rgb.shape == (80, 80, 3)


def test_sixteen_bits_are_scaled_not_clipped(tmp_path: Path) -> None:
    path = tmp_path / "deep.png"
    Image.fromarray(np.full((80, 80), 128 * 257, dtype=np.uint16)).save(path)
    assert np.all(read_photo(path).rgb == 128)


def test_an_embedded_profile_is_converted(tmp_path: Path) -> None:
    path = tmp_path / "lab.jpg"
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    Image.new("RGB", (80, 80), "teal").save(path, icc_profile=profile)
    assert read_photo(path).colour == "srgb"
    Image.new("RGB", (80, 80), "teal").save(path, icc_profile=b"not a profile" * 20)
    assert read_photo(path).colour == "unreadable_profile"


def test_a_missing_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(
        PhotoMissingError, match=r"none\.jpg: expected a picture file.*Check the path"
    ):
        read_photo(tmp_path / "none.jpg")
    with pytest.raises(PhotoMissingError, match="a folder"):
        read_photo(tmp_path)


@pytest.mark.parametrize("content", [b"", b"<html>404</html>", b"\xff\xd8 no jpeg"])
def test_not_an_image(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "page.jpg"
    path.write_bytes(content)
    with pytest.raises(NotAnImageError, match=r"page\.jpg: expected a JPEG.*Export"):
        read_photo(path)


@pytest.mark.parametrize("suffix", [".jpg", ".png", ".webp"])
def test_a_truncated_file(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"cut{suffix}"
    noise = np.random.default_rng(0).integers(0, 255, (200, 200, 3), dtype=np.uint8)
    Image.fromarray(noise).save(path)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises(PhotoError, match=r"cut\..*(Copy|Export)"):
        read_photo(path)


def test_a_truncated_jpeg_is_told_from_no_image(tmp_path: Path, stool_photo: Path) -> None:
    stool_photo.write_bytes(stool_photo.read_bytes()[:6000])
    with pytest.raises(TruncatedPhotoError, match="cannot be read to its end"):
        read_photo(stool_photo)


def test_one_pixel_is_too_small(picture_file: Callable[..., Path]) -> None:
    with pytest.raises(PhotoTooSmallError, match="found 1 x 1 px"):
        read_photo(picture_file("dot.png", (1, 1)))


def _png_header(width: int, height: int) -> bytes:
    """A PNG that says how large it is and holds nothing: cheap to make, dear to believe."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")


@pytest.mark.parametrize("size", [(30_000, 30_000), (30_000, 100), (9_500, 9_500)])
def test_an_enormous_picture_is_refused_before_it_is_decoded(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    path = tmp_path / "wall.png"
    path.write_bytes(_png_header(*size))
    with pytest.raises(PhotoTooLargeError, match="Export it smaller"):
        read_photo(path)


def test_how_large_a_picture_is_that_is_too_large(tmp_path: Path) -> None:
    path = tmp_path / "wall.png"
    path.write_bytes(_png_header(12_000, 12_000))
    with pytest.raises(PhotoTooLargeError, match="found 12,000 x 12,000 px"):
        read_photo(path)


def test_errors_cross_processes(tmp_path: Path) -> None:
    import pickle

    with pytest.raises(PhotoMissingError) as caught:
        read_photo(tmp_path / "none.jpg")
    copy = pickle.loads(pickle.dumps(caught.value))
    assert type(copy) is PhotoMissingError
    assert str(copy) == str(caught.value)
    assert copy.remedy == caught.value.remedy


def test_options_bound_the_size(tmp_path: Path) -> None:
    path = tmp_path / "photo.png"
    buffer = io.BytesIO()
    Image.new("RGB", (400, 300)).save(buffer, "PNG")
    path.write_bytes(buffer.getvalue())
    assert read_photo(path, PhotoOptions(longest_px=200)).rgb.shape == (150, 200, 3)

"""What a merchant dropped: single files or zips, looked at before anything of them is kept.

Nothing is ever written under a name that came from outside: photos are named by their content, and their own names
are text.
"""

from __future__ import annotations

import hashlib
import io
import re
import stat
import sys
import unicodedata
import warnings
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from PIL import Image

from viewer.errors import AppError, IntakeError
from viewer.limits import LIMITS, Limits

__all__ = ["PHOTO_TYPES", "Upload", "checked_model", "checked_photo", "clean_name", "unpack"]

PHOTO_TYPES = ("jpg", "jpeg", "png", "webp", "heic", "heif", "avif", "tif", "tiff", "bmp")
_SUFFIX_OF_FORMAT = {
    "JPEG": ".jpg",
    "MPO": ".jpg",
    "PNG": ".png",
    "WEBP": ".webp",
    "HEIF": ".heic",
    "AVIF": ".avif",
    "TIFF": ".tif",
    "BMP": ".bmp",
}
# A JPEG of several pictures (MPO) is opened as a JPEG first.
_FORMATS = tuple(kind for kind in _SUFFIX_OF_FORMAT if kind != "MPO")
_LONGEST_NAME = 200
_HASH_LETTERS = 24


@dataclass(frozen=True)
class Upload:
    """One file that came in.

    Attributes
    ----------
    name
        What it was called, folders included, cleaned: text for people.
    read
        Gives its content; large drops are read one file at a time.
    size_bytes
        Length of the content.
    """

    name: str
    read: Callable[[], bytes]
    size_bytes: int

    @classmethod
    def of(cls, name: str, data: bytes) -> Upload:
        """An upload of bytes that are there already."""
        return cls(clean_name(name), lambda: data, len(data))

    @property
    def suffix(self) -> str:
        """Kind of file by its name, in small letters."""
        return PurePosixPath(self.name).suffix.lower()


def clean_name(name: str) -> str:
    """A file's name as text: one Unicode form, forward slashes, no control characters, of bounded length."""
    text = unicodedata.normalize("NFC", name.replace("\\", "/"))
    text = "".join(c for c in text if unicodedata.category(c)[0] != "C")
    parts = [part for part in text.split("/") if part not in ("", ".", "..")]
    return "/".join(parts)[-_LONGEST_NAME:] or "photo"


def unpack(
    uploads: Sequence[Upload], faults: list[AppError], limits: Limits = LIMITS
) -> Iterator[Upload]:
    """The files themselves, those in zips included; what cannot be opened is a fault and the rest goes on."""
    for upload in uploads:
        if upload.suffix != ".zip":
            yield upload
            continue
        try:
            yield from _members(upload, limits)
        except AppError as error:
            faults.append(error)


def _members(upload: Upload, limits: Limits) -> Iterator[Upload]:
    try:
        archive = zipfile.ZipFile(io.BytesIO(upload.read()))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise IntakeError("error.zip_broken", name=upload.name) from error
    with archive:
        members = [info for info in archive.infolist() if _wanted(info)]
        if len(members) > limits.zip_files:
            raise IntakeError(
                "error.zip_files", name=upload.name, found=len(members), most=limits.zip_files
            )
        # Told sizes may lie, but no more than the told size is ever unpacked of a member.
        unpacked = sum(info.file_size for info in members)
        if unpacked > limits.zip_bytes:
            raise IntakeError(
                "error.zip_bytes",
                name=upload.name,
                found=_megabytes(unpacked),
                most=_megabytes(limits.zip_bytes),
            )
        if any(info.flag_bits & 0x1 for info in members):
            raise IntakeError("error.zip_locked", name=upload.name)
        for info in members:
            yield Upload(clean_name(info.filename), _reader(archive, info, upload), info.file_size)


def _reader(archive: zipfile.ZipFile, info: zipfile.ZipInfo, upload: Upload) -> Callable[[], bytes]:
    def read() -> bytes:
        try:
            with archive.open(info) as member:
                return member.read(info.file_size)
        except (zipfile.BadZipFile, NotImplementedError, OSError, EOFError, ValueError) as error:
            raise IntakeError("error.zip_broken", name=upload.name) from error

    return read


def _wanted(info: zipfile.ZipInfo) -> bool:
    """Whether it is a file of the merchant's: no folder, no link, nothing that a computer hid in there."""
    parts = PurePosixPath(info.filename.replace("\\", "/")).parts
    hidden = any(part.startswith(".") and part not in (".", "..") for part in parts)
    link = stat.S_ISLNK(info.external_attr >> 16)
    return not (info.is_dir() or link or hidden or "__MACOSX" in parts or not parts)


def checked_photo(upload: Upload, limits: Limits = LIMITS) -> tuple[str, bytes]:
    """A photo's name in the project, made of its content, and its bytes.

    Raises
    ------
    IntakeError
        If it is too large, or not a picture that the engine reads; no pixel is decoded to know it.
    """
    if upload.suffix.removeprefix(".") not in PHOTO_TYPES:
        raise IntakeError("error.not_a_picture", name=upload.name)
    if upload.size_bytes > limits.photo_bytes:
        raise IntakeError(
            "error.photo_bytes",
            name=upload.name,
            found=_megabytes(upload.size_bytes),
            most=_megabytes(limits.photo_bytes),
        )
    data = upload.read()
    _register_heif()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=_FORMATS) as picture:
                pixels, kind = picture.width * picture.height, str(picture.format)
    except Image.DecompressionBombError as error:
        # Pillow's own alarm stands above ours and says the number in its sentence.
        found = re.search(r"\d+", str(error))
        pixels, kind = int(found[0]) if found else sys.maxsize, "PNG"
    except (OSError, SyntaxError, ValueError) as error:
        raise IntakeError("error.not_a_picture", name=upload.name) from error
    if pixels > limits.megapixels * 1e6:
        raise IntakeError(
            "error.photo_pixels",
            name=upload.name,
            found=f"{pixels / 1e6:.0f}",
            most=f"{limits.megapixels:g}",
        )
    return _content_name(data) + _SUFFIX_OF_FORMAT[kind], data


def checked_model(upload: Upload, limits: Limits = LIMITS) -> tuple[str, bytes]:
    """A GLB's name in the project, made of its content, and its bytes; the engine reads it later and says more.

    Raises
    ------
    IntakeError
        If it is too large or no GLB.
    """
    if upload.size_bytes > limits.model_bytes:
        raise IntakeError(
            "error.model_bytes",
            name=upload.name,
            found=_megabytes(upload.size_bytes),
            most=_megabytes(limits.model_bytes),
        )
    data = upload.read()
    if data[:4] != b"glTF" or int.from_bytes(data[4:8], "little") != 2:
        raise IntakeError("error.not_a_glb", name=upload.name)
    return _content_name(data) + ".glb", data


def _content_name(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:_HASH_LETTERS]


def _megabytes(size: int) -> str:
    return f"{size / 2**20:.0f}"


def _register_heif() -> None:
    from pillow_heif import register_heif_opener

    register_heif_opener()

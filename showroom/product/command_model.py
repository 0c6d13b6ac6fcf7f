"""The model of a product that another program makes: run as a process of its own, in limits of time and memory."""

from __future__ import annotations

import contextlib
import importlib.util
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from filelock import FileLock
from PIL import Image

from reconstruct import ProductSizeHint, ReconstructOptions, TexturedProduct, VariantSource
from reconstruct.cutout import Cutout
from reconstruct.errors import ModelFileError
from reconstruct.photo import Photo
from reconstruct.photo_model import product_of_photo_model
from showroom.batch import ONE_THREAD
from showroom.errors import ShapeCommandError
from showroom.product.recipe import ProductRecipe
from showroom.product.shape_command import CUTOUT, GLB, PHOTO, ShapeCommand

__all__ = ["product_of_command", "run_shape_command"]

_LIMITED = Path(__file__).with_name("limited_program.py")
_OUT_OF_MEMORY = re.compile(r"out of memory|MemoryError|bad_alloc|cannot allocate memory", re.I)
_LAST_LINES, _LAST_LETTERS = 6, 800


def product_of_command(
    command: ShapeCommand,
    recipe: ProductRecipe,
    *,
    size: ProductSizeHint,
    variants: Sequence[VariantSource],
    options: ReconstructOptions,
    lock: Path,
) -> TexturedProduct:
    """The product of a model that another program makes from the photo that shows it best.

    Raises
    ------
    ShapeCommandError
        If the program makes no model, or one that cannot be read.
    ReconstructError
        If the photo or the size cannot be used.
    """
    sku = recipe.product_id
    with TemporaryDirectory(prefix="showroom-model-") as folder:

        def make_model(photo: Photo, cutout: Cutout) -> Path:
            return run_shape_command(command, sku, photo, cutout, folder=Path(folder), lock=lock)

        try:
            return product_of_photo_model(
                recipe.photos,
                make_model,
                product_id=sku,
                masks=recipe.cutouts,
                boxes=recipe.boxes,
                size=size,
                category=recipe.category,
                name=recipe.variant_name,
                variants=variants,
                options=options,
            )
        except ModelFileError as error:
            raise ShapeCommandError(
                f"{sku}: the file that the shape command wrote cannot be used: expected {error.expected}, found "
                f"{error.found}. Have it write one whole GLB file, not compressed, of surfaces made of triangles."
            ) from error


def run_shape_command(
    command: ShapeCommand, sku: str, photo: Photo, cutout: Cutout, *, folder: Path, lock: Path
) -> Path:
    """Have another program make a model from a photo.

    Programs run one at a time, whatever the number of workers: each may take all cores or the whole graphics card.

    Parameters
    ----------
    command
        What to run.
    sku
        The product, for messages.
    photo, cutout
        The photo, and the product cut out of it.
    folder
        An empty folder for the files.
    lock
        A file that all who run programs know.

    Returns
    -------
    path
        The GLB file in `folder`.

    Raises
    ------
    ShapeCommandError
        If the program is absent, fails, takes too long or too much memory, or writes no file.
    """
    words = command.words(folder)
    program = shutil.which(words[0])
    if program is None:
        raise ShapeCommandError(
            f"{sku}: the shape command's program {words[0]!r} was not found. Install it, or write its whole path."
        )
    _write_pictures(photo, cutout, folder)
    errors = folder / "stderr.txt"
    lock.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(lock):
        status = _run([program, *words[1:]], command, errors)
    said = _last_words(errors)
    if status is None:
        raise ShapeCommandError(
            f"{sku}: the shape command was ended after {command.seconds:g} seconds.{said} Give it more time with "
            "--shape-command-seconds, or use a faster model."
        )
    if status != 0:
        how = f"ended with exit code {status}"
        if status < 0:
            how = f"was killed by signal {-status} ({_signal_name(-status)})"
        remedy = "Run it by hand with this photo to see why."
        if status == -signal.SIGKILL or _OUT_OF_MEMORY.search(said):
            how += ", probably for lack of memory"
            remedy = (
                f"It may take {command.memory_gib:g} GiB: give it more with --shape-command-gib if the computer has "
                "more, or use a smaller model."
            )
        raise ShapeCommandError(f"{sku}: the shape command {how}.{said} {remedy}")
    glb = folder / GLB
    if not glb.is_file():
        raise ShapeCommandError(
            f"{sku}: the shape command ended well but wrote no file at {{glb}}.{said} See that it writes its model to "
            "the name it is given, as one GLB file."
        )
    return glb


def _write_pictures(photo: Photo, cutout: Cutout, folder: Path) -> None:
    """The photo as it is, transparent where it was, and the product alone; both of the same size."""
    whole = photo.rgb
    if photo.alpha is not None:
        whole = np.dstack([photo.rgb, np.round(255 * photo.alpha).astype(np.uint8)])
    Image.fromarray(whole).save(folder / PHOTO, compress_level=1)
    matte = np.round(255 * np.clip(cutout.matte, 0, 1)).astype(np.uint8)
    alone = np.dstack([np.where(matte[..., None] > 0, cutout.rgb, 0).astype(np.uint8), matte])
    Image.fromarray(alone).save(folder / CUTOUT, compress_level=1)


def _run(words: list[str], command: ShapeCommand, errors: Path) -> int | None:
    """Exit status of a program; None if its time ran out. Nothing that it started outlives it."""
    if importlib.util.find_spec("resource") is not None:
        limit = str(round(command.memory_gib * 2**30))
        words = [sys.executable, "-I", "-S", str(_LIMITED), limit, *words]
    # A worker of a batch has one thread; a program that runs alone may have them all.
    environment = {name: value for name, value in os.environ.items() if name not in ONE_THREAD}
    with errors.open("wb") as file:
        child = subprocess.Popen(
            words,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=file,
            env=environment,
            start_new_session=True,
        )
        try:
            return child.wait(command.seconds)
        except subprocess.TimeoutExpired:
            return None
        finally:
            _end_group(child)


def _end_group(child: subprocess.Popen[bytes]) -> None:
    if hasattr(os, "killpg"):
        # The group may have no process left.
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(child.pid, signal.SIGKILL)
    else:
        child.kill()
    child.wait()


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return "unknown"


def _last_words(errors: Path) -> str:
    """The last lines that the program wrote to its standard error, as part of a message."""
    with errors.open("rb") as file:
        file.seek(max(errors.stat().st_size - 4 * _LAST_LETTERS, 0))
        text = file.read().decode("utf-8", "replace")
    # A progress bar writes over its line; control characters have no place in a message.
    lines = [
        "".join(letter for letter in line if letter.isprintable()).strip()
        for line in re.split(r"[\r\n]+", text)
    ]
    last = " | ".join([line for line in lines if line][-_LAST_LINES:])[-_LAST_LETTERS:]
    return f" It said: {last!r}." if last else " It said nothing on its standard error."

"""Work of one merchant's session, without Streamlit: conversions that outlive a rerun of the page."""

from __future__ import annotations

import secrets
import threading
from dataclasses import dataclass, field
from pathlib import Path

from showroom import BuildReport, ShowroomError, convert_photos

__all__ = ["Conversion", "start_conversion"]


@dataclass
class Conversion:
    """One upload being turned to products in a thread of its own.

    Attributes
    ----------
    folder
        Where the photos and the results lie, under an unguessable name.
    done, total
        Finished and all products.
    report
        The result, once there.
    error
        Why it could not be done, in words for the merchant.
    """

    folder: Path
    done: int = 0
    total: int = 1
    report: BuildReport | None = None
    error: str | None = None
    _thread: threading.Thread | None = field(default=None, repr=False)

    @property
    def running(self) -> bool:
        """Whether it is still at work."""
        return self.report is None and self.error is None

    def wait(self, seconds: float) -> None:
        """Wait for the end, at most so long."""
        if self._thread is not None:
            self._thread.join(seconds)


def start_conversion(
    uploads: list[tuple[str, bytes]],
    workspace: Path,
    *,
    same_product: bool,
    category: str | None,
    size_m: tuple[float | None, float | None, float | None],
) -> Conversion:
    """Write the uploaded photos down and begin to convert them in the background.

    Parameters
    ----------
    uploads
        File name and bytes of each photo; of the name only its last part is used.
    workspace
        The results folder that the app shows.
    same_product
        Whether all photos show one product.
    category, size_m
        What the merchant knows; size is width, height and depth in metres.
    """
    folder = workspace / "uploads" / secrets.token_urlsafe(16)
    photos = []
    for name, data in uploads:
        path = folder / "photos" / Path(name.replace("\\", "/")).name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        photos.append(path)
    conversion = Conversion(folder)

    def tell(done: int, total: int, _item: str) -> None:
        conversion.done, conversion.total = done, total

    def work() -> None:
        try:
            conversion.report = convert_photos(
                photos,
                folder / "out",
                same_product=same_product,
                category=category,
                size_m=size_m,
                jobs=1,
                progress=tell,
            )
        except ShowroomError as error:
            conversion.error = str(error)
        except Exception as error:
            conversion.error = f"An unexpected error stopped it ({type(error).__name__}: {error})."

    conversion._thread = threading.Thread(target=work, daemon=True)
    conversion._thread.start()
    return conversion

"""What can go wrong between a photo and a product, as types.

::

    ReconstructError
    ├── PhotoError                 the picture file
    │   ├── PhotoMissingError      no such file
    │   ├── NotAnImageError        not a picture, or not of a kind we read
    │   ├── TruncatedPhotoError    the file ends early or is damaged inside
    │   ├── PhotoTooSmallError     a few pixels only
    │   └── PhotoTooLargeError     more pixels than any camera makes
    ├── CutoutError                the product in the picture
    │   ├── EmptyAlphaError        the picture's transparency hides everything
    │   ├── NoProductFoundError    the product is not in the picture, or does not stand out
    │   └── CollageError           several photos in one picture
    ├── BadMaskError               the merchant's own mask does not fit its photo, or says nothing
    ├── BadBoxError                the merchant's own box lies outside its photo
    ├── ModelFileError             the merchant's own 3D model
    │   ├── NotAModelError         not a GLB file, or not whole
    │   ├── CompressedModelError   packed in a way that we do not read
    │   ├── EmptyModelError        no surface in it that stands still
    │   └── ModelTooLargeError     more bytes or triangles than a product has
    ├── DesignFileError            a parts file that is missing, or says what its family does not have
    ├── InvalidSizeError           width, height or depth cannot be true
    ├── WeightsError               a model file is missing or damaged
    └── ShapeError                 no closed surface could be made

Each says which item, what was expected, what was found and what to do about it.
"""

from __future__ import annotations

__all__ = [
    "BadBoxError",
    "BadMaskError",
    "CollageError",
    "CompressedModelError",
    "CutoutError",
    "DesignFileError",
    "EmptyAlphaError",
    "EmptyModelError",
    "InvalidSizeError",
    "ModelFileError",
    "ModelTooLargeError",
    "NoProductFoundError",
    "NotAModelError",
    "NotAnImageError",
    "PhotoError",
    "PhotoMissingError",
    "PhotoTooLargeError",
    "PhotoTooSmallError",
    "ReconstructError",
    "ShapeError",
    "TruncatedPhotoError",
    "WeightsError",
]


class ReconstructError(Exception):
    """Root of everything this package raises on purpose.

    Parameters
    ----------
    item
        The photo, product or file concerned.
    expected, found
        What should have been there and what was.
    remedy
        What the person who sees the message can do.
    """

    def __init__(self, item: str, *, expected: str, found: str, remedy: str) -> None:
        self.item = item
        self.expected = expected
        self.found = found
        self.remedy = remedy
        super().__init__(self.sentence())

    def sentence(self) -> str:
        """What is told to people."""
        return f"{self.item}: expected {self.expected}, found {self.found}. {self.remedy}"

    def __reduce__(self) -> tuple[object, ...]:
        """Pickle by fields, so that an error crosses from a worker process to its parent whole."""
        return _rebuild, (type(self), self.item, self.expected, self.found, self.remedy)


def _rebuild(
    kind: type[ReconstructError], item: str, expected: str, found: str, remedy: str
) -> ReconstructError:
    return kind(item, expected=expected, found=found, remedy=remedy)


class PhotoError(ReconstructError):
    """The picture file cannot be used."""


class PhotoMissingError(PhotoError):
    """There is no such file."""


class NotAnImageError(PhotoError):
    """The file is not a picture of a kind we read."""


class TruncatedPhotoError(PhotoError):
    """The picture ends early or is damaged inside."""


class PhotoTooSmallError(PhotoError):
    """The picture has too few pixels to show a product."""


class PhotoTooLargeError(PhotoError):
    """The picture has more pixels than we are willing to decode."""


class CutoutError(ReconstructError):
    """The product cannot be told from its background."""


class EmptyAlphaError(CutoutError):
    """The picture's own transparency hides everything."""


class NoProductFoundError(CutoutError):
    """The product is not in the picture, or nothing stands out as one.

    `expected` is what was looked for, without an article ("bed"); `found` is what the picture shows instead.
    """

    def sentence(self) -> str:
        """What is told to people."""
        return f"no {self.expected} was found in {self.item}; it shows {self.found}. {self.remedy}"


class CollageError(CutoutError):
    """Several photos in one picture."""


class BadMaskError(ReconstructError):
    """A mask that does not fit its photo, or says nothing."""


class BadBoxError(ReconstructError):
    """The merchant's own box does not lie inside its photo."""


class ModelFileError(ReconstructError):
    """The merchant's own 3D model cannot be used."""


class NotAModelError(ModelFileError):
    """The file is not a GLB file, or is damaged inside."""


class CompressedModelError(ModelFileError):
    """The model is packed in a way that we do not read."""


class EmptyModelError(ModelFileError):
    """There is no surface in the file that stands still."""


class ModelTooLargeError(ModelFileError):
    """The model has more bytes or triangles than a product needs."""


class DesignFileError(ReconstructError):
    """A parts file is missing, or says what its family does not have."""


class InvalidSizeError(ReconstructError):
    """A width, height or depth that no product can have."""


class WeightsError(ReconstructError):
    """A model file is missing or not the one this version was made for."""


class ShapeError(ReconstructError):
    """No closed surface could be made of the product."""

"""Things cut out of their photos with exact alpha, put into other pictures: scale, light, soft shadow, JPEG.

A layer is a thing without its backdrop. Its colours are unmixed from the backdrop first, so that no pale rim of the
old picture comes along.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, replace

import numpy as np
from jaxtyping import Bool, Float32, UInt8
from PIL import Image
from scipy import ndimage

__all__ = ["Layer", "adapted", "contact_shadow", "jpeg", "layer_of", "over", "placed"]

_OUT, _FIRM = 0.02, 0.4  # alpha of pure backdrop, and from which unmixed colours can be trusted
_DARKEST = 0.8
_HALF = 0.5


@dataclass(frozen=True, eq=False)
class Layer:
    """A thing without its backdrop.

    Attributes
    ----------
    rgb
        Its colours in sRGB, 0 to 1, not multiplied by alpha.
    alpha
        Its share in each pixel, in [0, 1].
    foot_px
        The point of the layer that stands on the floor: across and down, frame `image`.
    """

    rgb: Float32[np.ndarray, "H W 3"]
    alpha: Float32[np.ndarray, "H W"]
    foot_px: tuple[float, float]

    @property
    def size_px(self) -> tuple[int, int]:
        """Width and height."""
        return self.alpha.shape[1], self.alpha.shape[0]


def layer_of(
    rgb: UInt8[np.ndarray, "H W 3"],
    alpha: Float32[np.ndarray, "H W"],
    foot_px: tuple[float, float] | None = None,
) -> Layer:
    """The thing of a photo, cropped to its bounds, its rim freed of the backdrop.

    Parameters
    ----------
    rgb
        The photo.
    alpha
        The thing's true share in each pixel.
    foot_px
        Where it stands in the photo; the middle of its lowest edge if not given.

    Raises
    ------
    ValueError
        If alpha holds nothing.
    """
    solid = alpha > _OUT
    if not solid.any():
        raise ValueError(f"layer_of: expected a thing in the alpha of {alpha.shape}, found none")
    rows, columns = np.flatnonzero(solid.any(axis=1)), np.flatnonzero(solid.any(axis=0))
    top, bottom = int(rows[0]), int(rows[-1]) + 1
    left, right = int(columns[0]), int(columns[-1]) + 1
    colours = rgb.astype(np.float32) / 255
    share = alpha[..., None]
    if (~solid).any():
        backdrop = _nearest(colours, ~solid)
        colours = np.clip((colours - (1 - share) * backdrop) / np.maximum(share, _FIRM), 0, 1)
    colours = _nearest(colours, alpha >= min(_FIRM, float(alpha.max())))
    foot = foot_px or ((left + right) / 2, float(bottom))
    return Layer(
        rgb=colours[top:bottom, left:right].astype(np.float32),
        alpha=np.where(solid, alpha, 0)[top:bottom, left:right].astype(np.float32),
        foot_px=(foot[0] - left, foot[1] - top),
    )


def placed(
    layer: Layer, scale: float, at_px: tuple[float, float], size_px: tuple[int, int]
) -> Layer:
    """The layer in a picture of that size, its foot at a point; what lies outside is cut off.

    Parameters
    ----------
    layer
        The thing.
    scale
        How many times as large as it is.
    at_px
        Where its foot goes.
    size_px
        Width and height of the picture.
    """
    width, height = (max(round(side * scale), 1) for side in layer.size_px)
    cover = _resized(layer.alpha, width, height)
    # Colours are averaged by their share, or what hides behind the rim would come in.
    under = np.stack(
        [_resized(layer.rgb[..., k] * layer.alpha, width, height) for k in range(3)], axis=-1
    )
    plain = np.stack([_resized(layer.rgb[..., k], width, height) for k in range(3)], axis=-1)
    share = cover[..., None]
    colours = np.where(share > _OUT, under / np.maximum(share, _OUT), plain)
    left = round(at_px[0] - layer.foot_px[0] * width / layer.size_px[0])
    top = round(at_px[1] - layer.foot_px[1] * height / layer.size_px[1])
    rgb = np.zeros((size_px[1], size_px[0], 3), dtype=np.float32)
    alpha = np.zeros((size_px[1], size_px[0]), dtype=np.float32)
    x0, y0 = max(left, 0), max(top, 0)
    x1, y1 = min(left + width, size_px[0]), min(top + height, size_px[1])
    if x0 < x1 and y0 < y1:
        source = (slice(y0 - top, y1 - top), slice(x0 - left, x1 - left))
        rgb[y0:y1, x0:x1] = np.clip(colours[source], 0, 1)
        alpha[y0:y1, x0:x1] = np.clip(cover[source], 0, 1)
    return Layer(rgb, alpha, at_px)


def over(picture: Float32[np.ndarray, "H W 3"], layer: Layer) -> Float32[np.ndarray, "H W 3"]:
    """The layer upon a picture of its size."""
    share = layer.alpha[..., None]
    return np.asarray(picture * (1 - share) + layer.rgb * share, dtype=np.float32)


def adapted(layer: Layer, picture: Float32[np.ndarray, "H W 3"], amount: float) -> Layer:
    """The layer with its light and tint moved towards a picture's, which is taken to be grey on average.

    Parameters
    ----------
    layer
        The thing, lit by a neutral studio.
    picture
        Where it goes.
    amount
        From 0 (as it is) to 1 (fully).
    """
    mean = picture.reshape(-1, 3).mean(axis=0)
    tint = mean / max(float(mean.mean()), 1e-3)
    # A room is 0.6 bright on average; darker rooms darken what stands in them.
    level = float(np.clip(mean.mean() / 0.6, 0.55, 1.25))
    gain = (tint * level) ** np.float32(amount)
    return replace(layer, rgb=np.clip(layer.rgb * gain, 0, 1).astype(np.float32))


def contact_shadow(
    alpha: Float32[np.ndarray, "H W"], strength: float, *, depth_share: float = 0.35
) -> Float32[np.ndarray, "H W"]:
    """What the floor under a thing keeps of its light: 1 far away, less under and beside its lowest parts.

    Parameters
    ----------
    alpha
        The whole thing's share, also where something hides it.
    strength
        0 for no shadow; 1 for `_DARKEST` right under the thing.
    depth_share
        How high above each column's lowest point the footprint reaches, as a share of the thing's width.
    """
    solid = alpha > _HALF
    if not solid.any():
        return np.ones_like(alpha)
    height = len(alpha)
    columns = np.flatnonzero(solid.any(axis=0))
    width = int(columns[-1] - columns[0] + 1)
    lowest = height - 1 - np.argmax(solid[::-1], axis=0)
    deepest = int(lowest[columns].max())
    reach = max(round(width * depth_share), 2)
    v = np.arange(height)[:, None]
    # The footprint: from each column's lowest pixel to a little below, only where that is near the floor.
    near_floor = solid.any(axis=0) & (lowest > deepest - reach)
    foot = near_floor & (v >= lowest - max(reach // 6, 1)) & (v <= lowest + max(reach // 5, 2))
    under = (v > deepest - reach) & (v <= deepest) & _between(solid, deepest, reach)
    tight = ndimage.gaussian_filter(foot.astype(np.float32), max(width / 60, 1.0))
    wide = ndimage.gaussian_filter(
        (foot | under).astype(np.float32), (max(width / 30, 1.5), max(width / 14, 2.0))
    )
    dark = np.clip(0.55 * tight / max(float(tight.max()), 1e-6), 0, 1)
    dark = dark + 0.45 * np.clip(wide / max(float(wide.max()), 1e-6), 0, 1)
    return np.asarray(1 - _DARKEST * strength * dark, dtype=np.float32)


def jpeg(picture: Float32[np.ndarray, "H W 3"], quality: int) -> UInt8[np.ndarray, "H W 3"]:
    """The picture as a JPEG file would show it."""
    buffer = io.BytesIO()
    pixels = np.round(255 * np.clip(picture, 0, 1)).astype(np.uint8)
    Image.fromarray(pixels).save(buffer, "JPEG", quality=quality)
    with Image.open(buffer) as read:
        return np.asarray(read.convert("RGB"))


def _between(solid: Bool[np.ndarray, "H W"], deepest: int, reach: int) -> Bool[np.ndarray, "1 W"]:
    """Columns between the outermost ones that come near the floor."""
    near = np.flatnonzero(solid[max(deepest - reach, 0) : deepest + 1].any(axis=0))
    columns = np.arange(solid.shape[1])
    return np.asarray((columns >= near[0]) & (columns <= near[-1]))[None]


def _nearest(
    colours: Float32[np.ndarray, "H W 3"], known: Bool[np.ndarray, "H W"]
) -> Float32[np.ndarray, "H W 3"]:
    """Colours where they are known, elsewhere those of the nearest known pixel."""
    v, u = ndimage.distance_transform_edt(~known, return_distances=False, return_indices=True)
    return np.asarray(colours[v, u])


def _resized(
    values: Float32[np.ndarray, "H W"], width: int, height: int
) -> Float32[np.ndarray, "h w"]:
    small = width < values.shape[1]
    how = Image.Resampling.BOX if small else Image.Resampling.BICUBIC
    return np.asarray(Image.fromarray(values.astype(np.float32)).resize((width, height), how))

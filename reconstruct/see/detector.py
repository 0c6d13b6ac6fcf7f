"""Things in a photo: NanoDet-g, a small detector trained on real photos (COCO's 80 classes), through onnxruntime.

It localises well and names badly: a nightstand is a "dining table", wardrobes and lamps are not found at all. So
its labels only weigh candidates (`reconstruct.see.choice`). 0.1 s a photo on one core.

Source: RangiLyu, "NanoDet" (github.com/RangiLyu/nanodet), `nanodet-g`; Li et al., "Generalized Focal Loss", 2020,
equation 6, for the sides as distributions. The weights' origin is in `assets/weights/SOURCE.md`.
"""

from __future__ import annotations

import numpy as np
from jaxtyping import Float, Float32, Int, UInt8
from PIL import Image

from reconstruct.see.session import open_network
from reconstruct.see.thing import Thing

__all__ = ["LABELS", "decode", "detect"]

FILE = "nanodet_g_416.onnx"
NET_PX = 416
STRIDES = (8, 16, 32)
BINS = 11
MEAN_BGR = np.array([103.53, 116.28, 123.675], dtype=np.float32)
DEVIATION_BGR = np.array([57.375, 57.12, 58.395], dtype=np.float32)
LEAST_SCORE = 0.15
"""Weaker answers are mostly shadows and halves of things."""
SAME_THING = 0.5
"""Boxes of one label that overlap more than this are one thing."""
MOST = 30

LABELS = (
    *("person", "bicycle", "car", "motorcycle", "airplane", "bus", "train", "truck", "boat"),
    *("traffic light", "fire hydrant", "stop sign", "parking meter", "bench", "bird", "cat", "dog"),
    *("horse", "sheep", "cow", "elephant", "bear", "zebra", "giraffe", "backpack", "umbrella"),
    *("handbag", "tie", "suitcase", "frisbee", "skis", "snowboard", "sports ball", "kite"),
    *("baseball bat", "baseball glove", "skateboard", "surfboard", "tennis racket", "bottle"),
    *("wine glass", "cup", "fork", "knife", "spoon", "bowl", "banana", "apple", "sandwich"),
    *("orange", "broccoli", "carrot", "hot dog", "pizza", "donut", "cake", "chair", "couch"),
    *("potted plant", "bed", "dining table", "toilet", "tv", "laptop", "mouse", "remote"),
    *("keyboard", "cell phone", "microwave", "oven", "toaster", "sink", "refrigerator", "book"),
    *("clock", "vase", "scissors", "teddy bear", "hair drier", "toothbrush"),
)
"""COCO's classes in the order of the network's answers."""


def detect(rgb: UInt8[np.ndarray, "H W 3"]) -> tuple[Thing, ...]:
    """Everything found in a photo, the surest first; overlapping boxes of different labels are all kept.

    Raises
    ------
    WeightsError
        If the network's file is missing or damaged.
    """
    height, width = rgb.shape[:2]
    scale = NET_PX / max(height, width)
    size = max(round(width * scale), 1), max(round(height * scale), 1)
    canvas = Image.new("RGB", (NET_PX, NET_PX))
    left, top = (NET_PX - size[0]) // 2, (NET_PX - size[1]) // 2
    canvas.paste(Image.fromarray(rgb).resize(size, Image.Resampling.BILINEAR), (left, top))
    levels = (np.asarray(canvas, dtype=np.float32)[..., ::-1] - MEAN_BGR) / DEVIATION_BGR
    batch = np.ascontiguousarray(levels.transpose(2, 0, 1)[None])
    scores, sides = open_network(FILE).run(["scores", "sides"], {"image": batch})
    found = []
    for label, score, (x0, y0, x1, y1) in decode(scores[0], sides[0]):
        box = (
            int(np.clip(np.floor((x0 - left) / size[0] * width), 0, width - 1)),
            int(np.clip(np.floor((y0 - top) / size[1] * height), 0, height - 1)),
            int(np.clip(np.ceil((x1 - left) / size[0] * width), 1, width)),
            int(np.clip(np.ceil((y1 - top) / size[1] * height), 1, height)),
        )
        if box[2] - box[0] >= 2 and box[3] - box[1] >= 2:
            found.append(Thing(LABELS[label], round(score, 4), box))
    return tuple(found)


def decode(
    scores: Float32[np.ndarray, "P 80"], sides: Float32[np.ndarray, "P 44"]
) -> list[tuple[int, float, tuple[float, float, float, float]]]:
    """Label, score and box (left, top, right, bottom in the network's pixels) of each thing, the surest first.

    Each of the P places of the three grids has a score per label and, for each of its four sides, a distribution
    over the distance to the box's edge in strides.
    """
    place, label = np.nonzero(scores >= LEAST_SCORE)
    if not len(place):
        return []
    bins = sides[place].reshape(-1, 4, BINS).astype(np.float64)
    share = np.exp(bins - bins.max(axis=2, keepdims=True))
    away = (share / share.sum(axis=2, keepdims=True)) @ np.arange(BINS)
    middle, stride = _places()
    reach = away * stride[place, None]
    centre = middle[place]
    boxes = np.concatenate([centre - reach[:, :2], centre + reach[:, 2:]], axis=1)
    score = scores[place, label].astype(np.float64)
    kept = _distinct(boxes, label, score)[:MOST]
    return [
        (int(label[i]), float(score[i]), (boxes[i, 0], boxes[i, 1], boxes[i, 2], boxes[i, 3]))
        for i in kept
    ]


def _places() -> tuple[Float[np.ndarray, "P 2"], Float[np.ndarray, " P"]]:
    """Middle (x, y) and stride of every place of the three grids."""
    middles, strides = [], []
    for stride in STRIDES:
        count = NET_PX // stride
        y, x = np.mgrid[0:count, 0:count] + 0.5
        middles.append(np.stack([x.ravel(), y.ravel()], axis=1) * stride)
        strides.append(np.full(count * count, float(stride)))
    return np.concatenate(middles), np.concatenate(strides)


def _distinct(
    boxes: Float[np.ndarray, "N 4"], label: Int[np.ndarray, " N"], score: Float[np.ndarray, " N"]
) -> list[int]:
    """Non-maximum suppression within each label; the surest first."""
    area = (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])
    left = list(np.argsort(-score, kind="stable"))
    kept: list[int] = []
    while left:
        best = left.pop(0)
        kept.append(int(best))
        others = np.array(left, dtype=np.int64)
        if not len(others):
            break
        low = np.maximum(boxes[others, :2], boxes[best, :2])
        high = np.minimum(boxes[others, 2:], boxes[best, 2:])
        both = np.clip(high - low, 0, None).prod(axis=1)
        overlap = both / np.maximum(area[others] + area[best] - both, 1e-9)
        same = (overlap > SAME_THING) & (label[others] == label[best])
        left = [int(i) for i in others[~same]]
    return kept

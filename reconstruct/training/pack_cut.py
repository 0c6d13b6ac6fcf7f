"""Writes the trained cut-out network as the file that ships: ONNX, weights in half precision."""

from __future__ import annotations

import warnings
from pathlib import Path

import torch
from torch import Tensor, nn

from reconstruct.network.cut_network import CutNetwork
from reconstruct.see.cut_out_network import FILE, NET_PX
from reconstruct.training.pack import write_checksums
from reconstruct.training.train_cut import CHECKPOINT

__all__ = ["pack_cut"]

SMALLEST = 64
"""Tensors with fewer numbers stay in single precision."""


class _Answer(nn.Module):
    """The finest answer in [0, 1]."""

    def __init__(self, net: CutNetwork) -> None:
        super().__init__()
        self.net = net

    def forward(self, image: Tensor) -> Tensor:
        return torch.sigmoid(self.net(image)[0])


def pack_cut(cache: Path, folder: Path) -> Path:
    """Write the network and the checksums; needs `pip install showroom[training]`."""
    kept = torch.load(cache / CHECKPOINT, map_location="cpu", weights_only=True)
    net = CutNetwork(4)
    net.load_state_dict(kept["mean"])
    path = folder / FILE
    with warnings.catch_warnings():
        warnings.simplefilter(
            "ignore"
        )  # the older exporter is deprecated; the newer one needs a compiler of its own
        torch.onnx.export(
            _Answer(net).eval(),
            (torch.zeros(1, 4, NET_PX, NET_PX),),
            str(path),
            dynamo=False,
            opset_version=17,
            input_names=["image"],
            output_names=["share"],
            dynamic_axes={"image": {2: "height", 3: "width"}, "share": {2: "height", 3: "width"}},
        )
    _halve(path)
    write_checksums(folder)
    return path


def _halve(path: Path) -> None:
    """Store the weights in half precision and cast them when the network is opened."""
    import numpy as np
    import onnx
    from onnx import TensorProto, helper, numpy_helper

    model = onnx.load(str(path))
    graph = model.graph
    casts = []
    for tensor in graph.initializer:
        if tensor.data_type != TensorProto.FLOAT:
            continue
        values = numpy_helper.to_array(tensor)
        if values.size < SMALLEST:
            continue
        name = tensor.name
        tensor.CopyFrom(numpy_helper.from_array(values.astype(np.float16), name + ".half"))
        casts.append(helper.make_node("Cast", [name + ".half"], [name], to=TensorProto.FLOAT))
    for index, node in enumerate(casts):
        graph.node.insert(index, node)
    onnx.checker.check_model(model)
    onnx.save(model, str(path))

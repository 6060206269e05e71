"""Writes the trained network as ONNX: `python -m training.export --run runs/first`; prints the digest to pin.

The graph is written by hand, so that it holds nothing but the arithmetic: batch normalisation is folded into
the convolutions, the weights are kept in half precision (measured: no reading changes), and the answers are
divided by the temperature that makes confidence true (`python -m training.calibrate`).
"""

from __future__ import annotations

import argparse
import hashlib
from pathlib import Path

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from torch import nn

from pipeline.line_reader.fitting import HEIGHT
from training.network import OUTPUTS, Along, LineNetwork, Refined

OPSET = 17
Weights = NDArray[np.float32]


class Graph:
    """Nodes and weights as they are added, each reading what the one before gave."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.weights: list[onnx.TensorProto] = []

    def kept(self, name: str, values: Weights) -> str:
        """A weight stored in half precision; the name of it in single precision."""
        self.weights.append(numpy_helper.from_array(values.astype(np.float16), f"{name}_half"))
        self.nodes.append(helper.make_node("Cast", [f"{name}_half"], [name], to=TensorProto.FLOAT))
        return name

    def node(self, kind: str, *inputs: str, **settings: object) -> str:
        """Adds one operation; the name of its result."""
        name = f"{kind.lower()}{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, list(inputs), [name], **settings))
        return name

    def convolved(self, seen: str, layer: nn.Conv2d, norm: nn.BatchNorm2d | None = None) -> str:
        """A convolution with the normalisation after it folded in."""
        weight = layer.weight.detach().numpy()
        bias = np.zeros(len(weight), np.float32) if layer.bias is None else layer.bias.detach().numpy()
        if norm is not None:
            factor, shift = _scale_and_shift(norm)
            weight, bias = weight * factor[:, None, None, None], bias * factor + shift
        name = f"w{len(self.weights)}"
        high, wide = layer.padding
        return self.node(
            "Conv",
            seen,
            self.kept(name, weight),
            self.kept(f"{name}b", bias),
            strides=list(layer.stride),
            pads=[high, wide, high, wide],
            group=layer.groups,
        )


def _scale_and_shift(norm: nn.BatchNorm2d) -> tuple[Weights, Weights]:
    assert norm.running_mean is not None  # noqa: S101 - tells the type checker
    assert norm.running_var is not None  # noqa: S101
    factor = (norm.weight / torch.sqrt(norm.running_var + norm.eps)).detach().numpy()
    return factor, norm.bias.detach().numpy() - norm.running_mean.numpy() * factor


def as_onnx(network: LineNetwork, temperature: float = 1.0) -> onnx.ModelProto:
    """The network with `ink` (lines, 1, 36, width) in and `chances` (lines, width / 4, signs + 1) out."""
    graph, seen = Graph(), "ink"
    for part in [*network.down, network.column]:
        if isinstance(part, Refined):
            apart, mixing, norm, _ = part.steps
            refined = graph.convolved(graph.convolved(seen, apart), mixing, norm)
            seen = graph.node("Add", seen, graph.node("Relu", refined))
        else:
            seen = graph.node("Relu", graph.convolved(seen, part[0], part[1]))
    for part in network.along:
        assert isinstance(part, Along)  # noqa: S101 - tells the type checker
        look, norm, wider, _, narrower = part.steps
        found = graph.node("Relu", graph.convolved(graph.convolved(seen, look, norm), wider))
        seen = graph.node("Add", seen, graph.convolved(found, narrower))
    norm, _, last = network.answer
    factor, shift = _scale_and_shift(norm)
    weight = last.weight.detach().numpy()[:, :, 0, 0]
    answer = nn.Conv2d(weight.shape[1], OUTPUTS, 1)
    with torch.no_grad():
        answer.weight.copy_(torch.from_numpy(weight * factor / temperature)[:, :, None, None])
        answer.bias.copy_(torch.from_numpy((last.bias.detach().numpy() + weight @ shift) / temperature))
    scores = graph.convolved(seen, answer)
    graph.weights.append(numpy_helper.from_array(np.array([2], np.int64), "rows"))
    flat = graph.node("Transpose", graph.node("Squeeze", scores, "rows"), perm=[0, 2, 1])
    graph.nodes.append(helper.make_node("Softmax", [flat], ["chances"], axis=-1))
    return helper.make_model(
        helper.make_graph(
            graph.nodes,
            "line_reader",
            [helper.make_tensor_value_info("ink", TensorProto.FLOAT, ["lines", 1, HEIGHT, "width"])],
            [helper.make_tensor_value_info("chances", TensorProto.FLOAT, ["lines", "steps", OUTPUTS])],
            graph.weights,
        ),
        opset_imports=[helper.make_opsetid("", OPSET)],
        ir_version=8,
        producer_name="hoso",
    )


def load_trained(run: Path, *, averaged: bool = True) -> LineNetwork:
    """The weights of a run, ready to read: averaged over the last thousand steps, or those of the last.

    The average is better at the end of a run, when the rate of learning has fallen, and far behind before.
    """
    kept = torch.load(run / "state.pt", weights_only=True, map_location="cpu")
    weights = kept["average"] if averaged else kept["network"]
    network = LineNetwork()
    network.load_state_dict(
        {name.removeprefix("module."): value for name, value in weights.items() if name != "n_averaged"}
    )
    return network.eval()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--run", type=Path, required=True)
    parser.add_argument("--temperature", type=float, default=1.0)
    parser.add_argument("--last", action="store_true", help="the last weights instead of averaged ones")
    parser.add_argument("--out", type=Path, default=Path("pipeline/line_reader/model.onnx"))
    options = parser.parse_args()
    model = as_onnx(load_trained(options.run, averaged=not options.last), options.temperature)
    onnx.checker.check_model(model)
    stored = model.SerializeToString(deterministic=True)
    options.out.write_bytes(stored)
    print(f"{options.out}: {len(stored):,} bytes, sha256 {hashlib.sha256(stored).hexdigest()}")


if __name__ == "__main__":
    main()

# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Load the weights of an exported ONNX file into a network, to fine-tune it."""

from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import cast

from google.protobuf.message import DecodeError
import onnx
import torch
from torch import nn, Tensor

from seg_ros.errors import InputError
from seg_ros.training.fp16_weights import to_fp32
from seg_ros.training.nets.blocks import Join


@torch.no_grad()
def load_onnx_weights(net: nn.Module, model: Path, pixels: Tensor) -> None:
    """
    Load the weights of the .onnx file at `model`; in eval mode, scores are those of the file.

    Export folds batch normalization into the convolutions. To train further, its statistics are
    therefore measured again on `pixels`, the (N, 3, H, W) input of the network. A head with
    another number of classes is not loaded. The output stride of a DeepLab may differ, since its
    weights do not depend on it. Raises InputError where the file has another architecture, or no
    float weights.
    """
    *convolutions, head = _convolutions_in_order(net.eval(), pixels)
    stored = stored_weights(model)
    if [kernel.shape for kernel, _ in stored[:-1]] != [
        module.weight.shape for module in convolutions
    ]:
        raise InputError(
            f'{model} must hold float weights of the same --architecture, --encoder and '
            '--width, got other convolutions'
        )
    biases = {}
    for module, (kernel, bias) in zip(convolutions, stored):
        module.weight.copy_(kernel)
        biases[module] = bias
    kernel, bias = stored[-1]
    if kernel.shape == head.weight.shape:
        head.weight.copy_(kernel)
        cast(Tensor, head.bias).copy_(bias)
    with ExitStack() as hooks:
        for norm, folded_into in _normalizations(net):
            hook = partial(_set_normalization, biases[folded_into])
            hooks.enter_context(norm.register_forward_pre_hook(hook))
        net(pixels)


def _convolutions_in_order(net: nn.Module, pixels: Tensor) -> list[nn.Conv2d]:
    """Return the convolutions in the order in which they run, which is that of the file."""
    convolutions: list[nn.Conv2d] = []
    with ExitStack() as hooks:
        for module in net.modules():
            if isinstance(module, nn.Conv2d):
                hooks.enter_context(
                    module.register_forward_pre_hook(lambda module, _: convolutions.append(module))
                )
        net(pixels)
    return convolutions


def stored_weights(model: Path) -> list[tuple[Tensor, Tensor]]:
    """Return weight and bias of every convolution of the file, in the order in which they run."""
    try:
        graph_model = onnx.load(model)
    except (OSError, DecodeError) as error:
        raise InputError(f'{model} is not a readable ONNX file: {error}') from None
    to_fp32(graph_model)
    tensors = {
        tensor.name: torch.tensor(onnx.numpy_helper.to_array(tensor))
        for tensor in graph_model.graph.initializer
    }
    for node in graph_model.graph.node:
        # The exporter writes equal tensors once, and the others as Identity of that one.
        if node.op_type == 'Identity' and node.input[0] in tensors:
            tensors[node.output[0]] = tensors[node.input[0]]
    nodes = (
        node
        for node in graph_model.graph.node
        if node.op_type == 'Conv' and tensors.keys() >= set(node.input[1:])
    )
    pairs = ([tensors[name] for name in node.input[1:]] for node in nodes)
    return [(kernel, bias[0] if bias else torch.zeros(len(kernel))) for kernel, *bias in pairs]


def _normalizations(net: nn.Module) -> Iterator[tuple[nn.BatchNorm2d, nn.Conv2d]]:
    """Yield every batch normalization, and the convolution into which it was folded."""
    for module in net.modules():
        if isinstance(module, Join):
            yield cast(nn.BatchNorm2d, module.finish[0]), cast(nn.Conv2d, module.parts[0])
        elif isinstance(module, nn.Sequential):
            match [*module][:2]:
                case [nn.Conv2d() as convolution, nn.BatchNorm2d() as norm]:
                    yield norm, convolution


def _set_normalization(bias: Tensor, norm: nn.BatchNorm2d, inputs: tuple[Tensor]) -> None:
    """Set statistics and affine parameters so that the layer only adds the bias."""
    variance, mean = torch.var_mean(inputs[0], (0, 2, 3), correction=0)
    cast(Tensor, norm.running_mean).copy_(mean)
    cast(Tensor, norm.running_var).copy_(variance)
    norm.weight.copy_((variance + norm.eps).sqrt())
    norm.bias.copy_(mean + bias)

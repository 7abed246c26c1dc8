# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""What an exported file has learnt, put back into a network that goes on learning."""

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
from seg_ros.training.fp16_weights import widen
from seg_ros.training.nets.blocks import Join


@torch.no_grad()
def unfold(net: nn.Module, model: Path, pixels: Tensor) -> None:
    """
    Give a network what the .onnx file at `model` has learnt; evaluated, it answers as that does.

    Export folds batch normalization into the convolutions, where it cannot go on learning. What
    there is to normalize is therefore measured again, on `pixels`, (N, 3, H, W) as the network
    takes them. A head with another number of classes stays as it is. The stride of a DeepLab may
    be another, for its weights are the same. Raises InputError where the file holds another
    architecture, or no float weights.
    """
    *convolutions, head = _called(net.eval(), pixels)
    stored = _stored(model)
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
        for norm, folded_into in _normalised(net):
            measure = partial(_measure, biases[folded_into])
            hooks.enter_context(norm.register_forward_pre_hook(measure))
        net(pixels)


def _called(net: nn.Module, pixels: Tensor) -> list[nn.Conv2d]:
    """Return the convolutions in the order of their use, which is that of an exported file."""
    order: list[nn.Conv2d] = []
    with ExitStack() as hooks:
        for module in net.modules():
            if isinstance(module, nn.Conv2d):
                hooks.enter_context(
                    module.register_forward_pre_hook(lambda called, _: order.append(called))
                )
        net(pixels)
    return order


def _stored(model: Path) -> list[tuple[Tensor, Tensor]]:
    """Return kernel and bias of every convolution of the file, in the order of their use."""
    try:
        whole = onnx.load(model)
    except (OSError, DecodeError) as error:
        raise InputError(f'{model} is not a readable ONNX file: {error}') from None
    widen(whole)
    numbers = {
        tensor.name: torch.tensor(onnx.numpy_helper.to_array(tensor))
        for tensor in whole.graph.initializer
    }
    for node in whole.graph.node:
        # The exporter keeps one of several equal tensors, and names the others so.
        if node.op_type == 'Identity' and node.input[0] in numbers:
            numbers[node.output[0]] = numbers[node.input[0]]
    nodes = (
        node
        for node in whole.graph.node
        if node.op_type == 'Conv' and numbers.keys() >= set(node.input[1:])
    )
    pairs = ([numbers[name] for name in node.input[1:]] for node in nodes)
    return [(kernel, bias[0] if bias else torch.zeros(len(kernel))) for kernel, *bias in pairs]


def _normalised(net: nn.Module) -> Iterator[tuple[nn.BatchNorm2d, nn.Conv2d]]:
    """Yield every normalization, and the convolution into whose bias it was folded."""
    for module in net.modules():
        if isinstance(module, Join):
            yield cast(nn.BatchNorm2d, module.finish[0]), cast(nn.Conv2d, module.parts[0])
        elif isinstance(module, nn.Sequential) and [type(part) for part in module][:2] == [
            nn.Conv2d,
            nn.BatchNorm2d,
        ]:
            yield cast(nn.BatchNorm2d, module[1]), cast(nn.Conv2d, module[0])


def _measure(bias: Tensor, norm: nn.BatchNorm2d, inputs: tuple[Tensor]) -> None:
    """Let what comes pass unchanged but for the bias, normalized by its own mean and spread."""
    variance, mean = torch.var_mean(inputs[0], (0, 2, 3), correction=0)
    cast(Tensor, norm.running_mean).copy_(mean)
    cast(Tensor, norm.running_var).copy_(variance)
    norm.weight.copy_((variance + norm.eps).sqrt())
    norm.bias.copy_(mean + bias)

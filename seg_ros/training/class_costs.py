# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Scores that weigh mistakes by what they cost."""

from copy import deepcopy
from dataclasses import replace
from math import log

import torch

from seg_ros.errors import InputError
from seg_ros.training.saved_run import SavedRun


def with_costs(run: SavedRun, names: tuple[str, ...], costs: dict[str, float]) -> SavedRun:
    """
    Return a run whose network predicts the class of the lowest expected cost.

    `names` are the classes in the order of the channels, background and class for one sigmoid
    channel. A pixel of class c that is given another class costs `costs[c]`, above 0, or 1 where
    c is not in it. The expected cost is lowest for the highest product of cost and probability
    (Elkan 2001, The foundations of cost-sensitive learning); the logarithms of the costs are
    therefore added to the scores. Raises InputError where there is no such class.
    """
    unknown = sorted(set(costs) - set(names))
    if unknown:
        raise InputError(
            f'--cost must name one of the classes {", ".join(names)}, got {unknown[0]!r}'
        )
    logs = torch.tensor([log(costs.get(name, 1.0)) for name in names])
    net = deepcopy(run.net)
    *_, bias = net.get_submodule('head').parameters()
    with torch.no_grad():
        bias.add_(logs if len(bias) > 1 else logs.diff())
    return replace(run, net=net)

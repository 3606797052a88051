#!/usr/bin/python3
"""Writes initialize.json: the first numbers of weights as torch.nn.init draws them from a seed.
Run: python3 initialize.py"""
import torch
from torch import float32, float64
from torch.nn import init
from golden import Cases

cases = Cases(seed=7)


def case(op, *shape, seed=3, types=(float32, float64), **args):
    for type in types:
        torch.manual_seed(seed)
        weight = getattr(init, op)(torch.full(shape, 9, dtype=type), **args)
        cases.add(op, lambda: weight.to(float64), gradients=False, seed=seed, type=str(type)[6:], shape=shape, **args)


for shape in (3, 5), (40, 7), (4, 3, 2, 3):
    case("uniform_", *shape, a=-0.3, b=1.7)
    case("normal_", *shape, mean=0.5, std=2)
    case("xavier_uniform_", *shape, gain=1.5)
    case("xavier_normal_", *shape)
    for mode in "fan_in", "fan_out":
        case("kaiming_uniform_", *shape, a=0.3, mode=mode)
        case("kaiming_normal_", *shape, mode=mode, nonlinearity="relu")
    case("trunc_normal_", *shape)
    case("trunc_normal_", *shape, mean=1, std=0.5, a=0.7, b=4)
    case("orthogonal_", *shape, gain=0.5)
case("orthogonal_", 5, 5)
for nonlinearity in "linear", "sigmoid", "tanh", "relu", "selu":
    case("kaiming_normal_", 3, 8, nonlinearity=nonlinearity)
for sparsity in 0.1, 0.5, 0.9:
    case("sparse_", 7, 4, sparsity=sparsity)
case("sparse_", 30, 3, sparsity=0.3, std=2)
for shape, groups in ((3, 3, 3), 1), ((2, 4, 4, 3), 1), ((5, 2, 1, 2, 3), 1), ((6, 2, 3, 3), 2), ((8, 2, 3), 2):
    case("dirac_", *shape, groups=groups)
case("eye_", 3, 5)
case("eye_", 4, 2)
cases.write()

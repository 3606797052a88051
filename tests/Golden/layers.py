#!/usr/bin/python3
"""Writes layers.json: layers as PyTorch initializes them from a seed in float32, and what they compute in float64 with
those weights. Run: python3 layers.py

Inputs are the data, then the parameters in the order of PyTorch's state_dict; gradients come in the same order."""
import torch
from torch import float32, float64, nn
from golden import Cases, random

cases = Cases(seed=3)
seeds = 0, 1, 42, 1234567890123, -7


def seeded(seed, make):
    """A module of float32 parameters from the seed; the program's own stream is left alone."""
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        torch.set_default_dtype(float32)
        module = make()
        torch.set_default_dtype(float64)
    return module


def layer(op, make, x, seeds=seeds, **args):
    for seed in seeds:
        module = seeded(seed, make).double()
        names = [name for name, _ in module.named_parameters()]

        def run(x, *parameters):
            return torch.nn.utils.stateless.functional_call(module, dict(zip(names, parameters)), (x,))

        cases.add(op, run, x, *(p.detach() for p in module.parameters()), seed=seed, **args)


layer("linear", lambda: nn.Linear(5, 3), random(4, 5), inputs=5, outputs=3)
layer("linear", lambda: nn.Linear(19, 7), random(2, 19), inputs=19, outputs=7)
layer("linear", lambda: nn.Linear(5, 3, bias=False), random(4, 5), inputs=5, outputs=3, bias=False)
layer("linear", lambda: nn.Linear(4, 2), random(2, 3, 4), inputs=4, outputs=2)
layer("mlp", lambda: nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 6), nn.Tanh(), nn.Linear(6, 3)),
      random(5, 4), sizes=[4, 8, 6, 3], activations=["relu", "tanh"])
layer("conv2d", lambda: nn.Conv2d(2, 3, (3, 2)), random(2, 2, 5, 4), inputs=2, outputs=3, kernel=[3, 2])

for seed in seeds:
    for p in 0.1, 0.25, 0.5:
        x = random(40).to(float32)
        y = seeded(seed, lambda: nn.functional.dropout(x, p, training=True))
        cases.add("dropout", lambda _: y, x.double(), gradients=False, seed=seed, p=p)
    weight = seeded(seed, lambda: nn.Embedding(10, 7)).weight.detach()
    cases.add("embedding", lambda: weight, gradients=False, seed=seed, rows=10, width=7)

functional = nn.functional
for args in (
    dict(), dict(stride=2), dict(padding=1), dict(stride=[2, 1], padding=[0, 2]), dict(dilation=2), dict(padding="same"),
    dict(padding="same", dilation=[1, 2]), dict(stride=3, padding=2, dilation=[2, 1]), dict(groups=2), dict(groups=2, stride=2, padding=1),
):
    groups = args.get("groups", 1)
    cases.add("conv2d_op", lambda x, w, b: functional.conv2d(x, w, b, **args),
              random(2, 4, 7, 6), random(6, 4 // groups, 3, 2), random(6), **args)
cases.add("conv2d_op", functional.conv2d, random(3, 2, 5, 5), random(4, 2, 1, 1))
cases.add("conv2d_op", lambda x, w: functional.conv2d(x, w, groups=3, padding=1), random(2, 3, 5, 4), random(6, 1, 3, 3), groups=3, padding=1)
for mode in "zeros", "reflect", "replicate", "circular":
    layer("conv2d", lambda: nn.Conv2d(2, 4, 3, padding=(2, 1), groups=2, padding_mode=mode), random(2, 2, 5, 4),
          seeds=(0,), inputs=2, outputs=4, kernel=[3, 3], padding=[2, 1], groups=2, mode=mode)
layer("conv2d", lambda: nn.Conv2d(1, 6, 5, bias=False), random(1, 1, 6, 6), seeds=(0, -7), inputs=1, outputs=6, kernel=[5, 5], bias=False)

index = torch.tensor([[2, 0, 5], [2, 2, 1]])
for padding in None, 2:
    cases.add("embedding_op", lambda w: functional.embedding(index, w, padding_idx=padding), random(6, 3), index=index.tolist(),
              **({} if padding is None else dict(padding=padding)))
for seed in seeds:
    weight = seeded(seed, lambda: nn.Embedding(4, 3, padding_idx=1)).weight.detach()
    cases.add("embedding", lambda: weight, gradients=False, seed=seed, rows=4, width=3, padding=1)

cases.write()

#!/usr/bin/python3
"""Writes volumes.json: convolutions and pooling of volumes, transposed convolutions of lines and volumes, and padding modes.
Run: python3 volumes.py"""
import torch
from torch import float32, float64, nn
from torch.nn import functional
from golden import Cases, random

cases = Cases(seed=11)

for args in (
    dict(), dict(stride=2), dict(padding=1), dict(stride=[2, 1, 3], padding=[1, 0, 2]), dict(dilation=[2, 1, 2], padding=[2, 0, 1]),
    dict(padding="same"), dict(padding="same", dilation=[1, 2, 1]), dict(groups=2, padding=1), dict(stride=2, dilation=2, padding=3),
):
    groups = args.get("groups", 1)
    cases.add("conv3d", lambda x, w, b: functional.conv3d(x, w, b, **args),
              random(2, 2, 4, 5, 4), random(2, 2 // groups, 2, 3, 2), random(2), **args)
cases.add("conv3d", functional.conv3d, random(1, 2, 3, 3, 3), random(3, 2, 1, 1, 1))
for args in (
    dict(), dict(stride=2), dict(stride=[2, 1, 3], padding=[1, 0, 1], output_padding=[1, 0, 2]), dict(dilation=2, padding=1), dict(groups=2, stride=2),
):
    groups = args.get("groups", 1)
    cases.add("conv_transpose3d", lambda x, w, b: functional.conv_transpose3d(x, w, b, **args),
              random(2, 2, 2, 3, 2), random(2, 4 // groups, 2, 3, 2), random(4), **args)
for args in dict(), dict(stride=3, padding=1, output_padding=2), dict(dilation=2), dict(groups=2, stride=2):
    groups = args.get("groups", 1)
    cases.add("conv_transpose1d", lambda x, w, b: functional.conv_transpose1d(x, w, b, **args),
              random(2, 2, 5), random(2, 4 // groups, 3), random(4), **args)
for args in (
    dict(kernel=2), dict(kernel=[2, 3, 2], stride=[1, 2, 2], padding=[1, 1, 0]), dict(kernel=2, dilation=[1, 2, 2], stride=1),
    dict(kernel=3, stride=2, padding=1, ceiling=True),
):
    stride, padding, dilation = (args.get(k, v) for k, v in (("stride", None), ("padding", 0), ("dilation", 1)))
    ceil = args.get("ceiling", False)
    cases.add("max_pool3d", lambda x: functional.max_pool3d(x, args["kernel"], stride, padding, dilation, ceil),
              torch.relu(random(2, 2, 4, 5, 6)), **args)
    if dilation == 1:
        for count in True, False:
            cases.add("avg_pool3d", lambda x: functional.avg_pool3d(x, args["kernel"], stride, padding, ceil, count),
                      random(2, 2, 4, 5, 6), count=count, **args)
for size in [1, 1, 1], [2, 3, 4], [4, 5, 6], [3, 1, 7]:
    cases.add("adaptive_avg_pool3d", lambda x: functional.adaptive_avg_pool3d(x, size), random(2, 2, 4, 5, 6), size=size)
    cases.add("adaptive_max_pool3d", lambda x: functional.adaptive_max_pool3d(x, size), torch.relu(random(2, 2, 4, 5, 6)), size=size)


def layer(op, make, x, **args):
    with torch.random.fork_rng():
        torch.manual_seed(42)
        torch.set_default_dtype(float32)
        module = make()
        torch.set_default_dtype(float64)
    names = [name for name, _ in module.double().named_parameters()]

    def run(x, *parameters):
        return torch.nn.utils.stateless.functional_call(module, dict(zip(names, parameters)), (x,))

    cases.add(op, run, x, *(p.detach() for p in module.parameters()), **args)


for mode in "zeros", "reflect", "replicate", "circular":
    layer("conv1d_layer", lambda: nn.Conv1d(2, 2, 3, padding=2, padding_mode=mode), random(2, 2, 6), mode=mode)
    layer("conv1d_layer", lambda: nn.Conv1d(2, 2, 4, padding="same", padding_mode=mode), random(2, 2, 6), mode=mode, same=True)
    layer("conv3d_layer", lambda: nn.Conv3d(2, 2, (2, 3, 2), padding=(1, 2, 1), groups=2, padding_mode=mode), random(1, 2, 3, 4, 3), mode=mode)
    layer("conv3d_layer", lambda: nn.Conv3d(2, 2, (2, 3, 2), padding="same", groups=2, padding_mode=mode), random(1, 2, 3, 4, 3), mode=mode, same=True)
layer("conv_transpose1d_layer", lambda: nn.ConvTranspose1d(2, 4, 3, stride=2, groups=2), random(1, 2, 4))
layer("conv_transpose3d_layer", lambda: nn.ConvTranspose3d(2, 4, (1, 2, 3), stride=2, groups=2), random(1, 2, 2, 2, 2))
cases.write()

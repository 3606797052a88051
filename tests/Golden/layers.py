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

for name, args in (
    ("gelu", {}), ("gelu", dict(approximate="tanh")), ("silu", {}), ("mish", {}), ("elu", {}), ("elu", dict(alpha=0.7)), ("selu", {}),
    ("celu", {}), ("celu", dict(alpha=2.5)), ("leaky_relu", {}), ("leaky_relu", dict(negative_slope=0.2)), ("glu", {}), ("glu", dict(dim=0)),
    ("hardtanh", {}), ("hardtanh", dict(min_val=-2, max_val=0.5)), ("relu6", {}), ("hardswish", {}),
    ("hardshrink", {}), ("hardshrink", dict(lambd=1.5)), ("softshrink", {}), ("softshrink", dict(lambd=1.5)), ("tanhshrink", {}),
    ("softsign", {}), ("logsigmoid", {}), ("threshold", dict(threshold=0.5, value=-7)), ("softplus", dict(beta=3)),
    ("softplus", dict(beta=2, threshold=4)),
):
    cases.add(name, lambda x: getattr(functional, name)(x, **args), random(6, 8, low=-8, high=8), **args)
    if name not in ("glu", "hardshrink", "softshrink", "hardtanh"):
        cases.add(name, lambda x: getattr(functional, name)(x, **args), torch.tensor([0.0, 3, -3, 6, -30, 30, 1e-3, -1e-3]), **args)
# PyTorch's own hardsigmoid takes 1/6 in single precision.
cases.add("hardsigmoid", lambda x: functional.relu6(x + 3) / 6, random(6, 8, low=-8, high=8))
cases.add("prelu", functional.prelu, random(2, 3, 4), random(3))
cases.add("prelu", functional.prelu, random(5), random(1))
for seed in 0, 42:
    x = random(30).to(float32)
    y = seeded(seed, lambda: functional.rrelu(x, 0.1, 0.4, training=True))
    cases.add("rrelu", lambda _: y, x.double(), gradients=False, seed=seed, lower=0.1, upper=0.4)

for args in (
    dict(kernel=2), dict(kernel=[3, 2], stride=[1, 2]), dict(kernel=3, stride=2, padding=1), dict(kernel=2, dilation=[2, 3], stride=1),
    dict(kernel=3, stride=2, padding=1, ceiling=True), dict(kernel=2, stride=3, ceiling=True),
):
    stride, padding, dilation = (args.get(k, v) for k, v in (("stride", None), ("padding", 0), ("dilation", 1)))
    ceil = args.get("ceiling", False)
    cases.add("max_pool2d", lambda x: functional.max_pool2d(x, args["kernel"], stride, padding, dilation, ceil), random(2, 3, 7, 8), **args)
    if dilation == 1:
        for count in True, False:
            cases.add("avg_pool2d", lambda x: functional.avg_pool2d(x, args["kernel"], stride, padding, ceil, count),
                      random(2, 3, 7, 8), count=count, **args)
            cases.add("avg_pool1d", lambda x: functional.avg_pool1d(x, 3, 2, 1, ceil, count), random(2, 3, 8), kernel=3, stride=2, padding=1,
                      ceiling=ceil, count=count)
    cases.add("max_pool1d", lambda x: functional.max_pool1d(x, 3, 2, 1, 1, ceil), random(2, 3, 8), kernel=3, stride=2, padding=1, ceiling=ceil)
cases.add("max_pool2d", lambda x: functional.max_pool2d(x, 2, 1), torch.relu(random(1, 2, 5, 5)), kernel=2, stride=1)
for size in [1, 1], [2, 4], [3, 5], [7, 1], [9, 3]:
    cases.add("adaptive_avg_pool2d", lambda x: functional.adaptive_avg_pool2d(x, size), random(2, 2, 6, 8), size=size)
    cases.add("adaptive_max_pool2d", lambda x: functional.adaptive_max_pool2d(x, size), torch.relu(random(2, 2, 6, 8)), size=size)
cases.add("adaptive_avg_pool1d", lambda x: functional.adaptive_avg_pool1d(x, 3), random(2, 2, 8), size=3)
cases.add("adaptive_max_pool1d", lambda x: functional.adaptive_max_pool1d(x, 3), random(2, 2, 8), size=3)


def moments(x, axes, epsilon, centered=True):
    mean = x.mean(axes, keepdim=True) if centered else 0
    return (x - mean) / torch.sqrt(((x - mean) ** 2).mean(axes, keepdim=True) + epsilon)


for shape in (6, 3), (2, 3, 5), (2, 3, 4, 5), (1, 3, 20):
    x = random(*shape)
    channels = 1, shape[1], *(1 for _ in shape[2:])
    for training in True, False:
        mean, variance = random(3), random(3, low=0.5, high=3)
        case = dict(mean=mean.tolist(), variance=variance.tolist(), training=training, momentum=0.3)

        def run(x, w, b):
            m, v = mean.clone(), variance.clone()
            return functional.batch_norm(x, m, v, w, b, training, 0.3), m, v
        cases.add("batch_norm", run, x, random(3), random(3), **case)
    cases.add("batch_norm_plain", lambda x: functional.batch_norm(x, None, None, training=True), x)
    cases.add("group_norm", lambda x, w, b: functional.group_norm(x, 1, w, b), x, random(3), random(3), groups=1)
    cases.add("layer_norm", lambda x, w, b: functional.layer_norm(x, shape[1:], w, b), x, random(*shape[1:]), random(*shape[1:]), rank=len(shape) - 1)
    cases.add("layer_norm", lambda x: functional.layer_norm(x, shape[-1:]), x, rank=1)
    cases.add("rms_norm", lambda x, w: moments(x, -1, 2e-5, False) * w, x, random(shape[-1]), epsilon=2e-5)
cases.add("group_norm", lambda x, w, b: functional.group_norm(x, 2, w, b), random(3, 4, 2, 3), random(4), random(4), groups=2)
cases.add("group_norm", lambda x: functional.group_norm(x, 3), random(2, 6, 3), groups=3)
cases.add("instance_norm", functional.instance_norm, random(2, 3, 4, 2))

for args in (
    dict(), dict(stride=2), dict(stride=[2, 3], padding=[0, 1], output_padding=[1, 2]), dict(padding=1, dilation=2), dict(groups=2, stride=2),
):
    groups = args.get("groups", 1)
    cases.add("conv_transpose2d", lambda x, w, b: functional.conv_transpose2d(x, w, b, **args),
              random(2, 4, 3, 4), random(4, 6 // groups, 3, 2), random(6), **args)
for args in dict(), dict(stride=2, padding=1), dict(dilation=2, groups=2), dict(padding="same"):
    groups = args.get("groups", 1)
    cases.add("conv1d_op", lambda x, w, b: functional.conv1d(x, w, b, **args), random(2, 4, 9), random(6, 4 // groups, 3), random(6), **args)
layer("conv1d", lambda: nn.Conv1d(2, 3, 4), random(2, 2, 6), seeds=(0, 42), inputs=2, outputs=3, kernel=4)
layer("conv_transpose2d_layer", lambda: nn.ConvTranspose2d(2, 3, (3, 2)), random(1, 2, 3, 2), seeds=(0, 42), inputs=2, outputs=3, kernel=[3, 2])
for seed in 0, 42:
    module = seeded(seed, lambda: nn.Bilinear(3, 2, 4)).double()
    cases.add("bilinear", functional.bilinear, random(5, 3), random(5, 2), module.weight.detach(), module.bias.detach(), seed=seed)
    x = random(2, 5, 2, 2).to(float32)
    for name, f in ("channel_dropout", functional.dropout2d), ("alpha_dropout", functional.alpha_dropout):
        y = seeded(seed, lambda: f(x, 0.3, training=True))
        cases.add(name, lambda _: y, x.double(), gradients=False, seed=seed, p=0.3)
for mode in "nearest", "bilinear", "corners":
    options = dict(mode="nearest") if mode == "nearest" else dict(mode="bilinear", align_corners=mode == "corners")
    for size in [6, 10], [5, 7], [2, 3]:
        cases.add("resize2d", lambda x: functional.interpolate(x, size, **options), random(2, 2, 3, 5), size=size, mode=mode)
index = torch.tensor([[2, 0, 5], [2, 2, 1]])
for mode in "mean", "sum", "max":
    for padding in None, 2:
        extra = dict(mode=mode, **({} if padding is None else dict(padding=padding)))
        cases.add("embedding_bag", lambda w: functional.embedding_bag(index, w, mode=mode, padding_idx=padding), random(6, 3),
                  index=index.tolist(), **extra)
        offsets = torch.tensor([0, 1, 1, 5])
        cases.add("embedding_bag", lambda w: functional.embedding_bag(index.flatten(), w, offsets, mode=mode, padding_idx=padding), random(6, 3),
                  index=index.flatten().tolist(), offsets=offsets.tolist(), **extra)
for shape in (3, 2, 4), (2, 2, 3, 2):
    for training in True, False:
        mean, variance = random(2), random(2, low=0.5, high=3)

        def run(x, w, b):
            m, v = mean.clone(), variance.clone()
            return functional.instance_norm(x, m, v, w, b, training, 0.3), m, v
        cases.add("instance_norm_tracked", run, random(*shape), random(2), random(2), mean=mean.tolist(), variance=variance.tolist(), training=training)

cases.write()

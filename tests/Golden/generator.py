#!/usr/bin/python3
"""Writes generator.json: what PyTorch draws on a CPU, one continued stream for each seed. Run: python3 generator.py

Needs a build without Intel MKL (its Bernoulli numbers come from another stream) on a processor with AVX2
(PyTorch rounds normal numbers otherwise without it)."""
import json
import pathlib
import torch
from torch import float32, float64, int64


def draws():
    """Each draw as (name, type, arguments, values), in the order of the stream."""
    def uniform(n, dtype, low=0.0, high=1.0):
        return "Uniform", dtype, dict(low=low, high=high), torch.empty(n, dtype=dtype).uniform_(low, high)

    def normal(n, dtype, mean=0.0, deviation=1.0):
        x = torch.empty(n, dtype=dtype).normal_(mean, deviation)
        return "Normal", dtype, dict(mean=mean, deviation=deviation), x

    def bernoulli(n, dtype, p):
        return "Bernoulli", dtype, dict(p=p), torch.empty(n, dtype=dtype).bernoulli_(p)

    def each(p):
        return "BernoulliEach", p.dtype, dict(each=[number(x, p.dtype) for x in p]), torch.bernoulli(p)

    def exponential(n, dtype, rate):
        return "Exponential", dtype, dict(rate=rate), torch.empty(n, dtype=dtype).exponential_(rate)

    def integers(n, low, high):
        return "Integers", int64, dict(low=low, high=high), torch.randint(low, high, (n,))

    yield uniform(700, float32)                 # more than one state of the generator
    yield uniform(101, float32, -0.31, 0.77)
    yield uniform(33, float64)
    yield uniform(33, float64, -0.31, 0.77)
    yield integers(40, 3, 1003)
    yield integers(10, -5, 1 << 40)
    yield integers(10, -(1 << 63), (1 << 63) - 1)
    yield "NextInt64", int64, {}, torch.empty(3, dtype=int64).random_()
    yield "Permutation", int64, {}, torch.randperm(100)
    yield normal(5, float32)                    # one by one; the sixth number stays behind
    yield normal(64, float32)                   # in blocks, which leave it there
    yield normal(4, float32, 0.5, 2.0)          # the first of these is that number
    yield normal(17, float32)
    yield normal(683, float32, -1.5, 0.01)
    yield normal(7, float64)
    yield normal(7, float64, 0.3, 1.7)
    yield normal(20, float64)
    yield normal(48, float64, 0.3, 1.7)
    yield bernoulli(100, float32, 0.3)
    yield bernoulli(50, float64, 0.75)
    yield each(torch.linspace(0, 1, 60))
    yield each(torch.linspace(0, 1, 60, dtype=float64))
    yield exponential(30, float32, 1.0)
    yield exponential(30, float64, 2.5)
    yield uniform(5, float32)


def number(x, dtype):
    return int(x) if float(x).is_integer() else float(str(x.numpy()[()])) if dtype == float32 else float(x)


streams = []
for seed in 0, 1, 42, 1234567890123, -7:
    torch.manual_seed(seed)
    steps = [dict(draw=name, type=str(dtype).split(".")[1], **arguments, values=[
        int(x) if dtype == int64 else number(x, dtype) for x in values]) for name, dtype, arguments, values in draws()]
    streams.append(dict(seed=seed, steps=steps))
path = pathlib.Path(__file__).with_suffix(".json")
path.write_text("[\n" + ",\n".join(json.dumps(s, separators=(",", ":")) for s in streams) + "\n]\n")

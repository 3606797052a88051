#!/usr/bin/python3
"""Writes clipping.json: clipped gradients and the norm before, by PyTorch in float64. Run: python3 clipping.py

The inputs of a case are the gradients; the outputs are the clipped ones and, for norms, the norm."""
import math
import torch
from golden import Cases, random
from torch.nn.utils import clip_grad_norm_, clip_grad_value_

cases = Cases(seed=8)
gradients = random(4), random(2, 3), random(1, 1)


def clipped(op, limit, clip):
    def run(*given):
        parameters = [torch.nn.Parameter(torch.zeros_like(g)) for g in given]
        for parameter, g in zip(parameters, given):
            parameter.grad = g.detach().clone()
        norm = clip(parameters, limit)
        return [parameter.grad for parameter in parameters] + ([] if norm is None else [norm])
    return run


for p in 0.5, 1.0, 2.0, 3.5, math.inf:
    for limit in 0.0, 0.7, 1e6:
        cases.add("clip_grad_norm_", clipped("norm", limit, lambda w, l: clip_grad_norm_(w, l, norm_type=p)), *gradients,
                  gradients=False, limit=limit, p=p if math.isfinite(p) else "Infinity")
for limit in 0.0, 1.5, 10.0:
    cases.add("clip_grad_value_", clipped("value", limit, clip_grad_value_), *gradients, gradients=False, limit=limit)
cases.write()

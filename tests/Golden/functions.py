#!/usr/bin/python3
"""Writes functions.json: functions of torch.nn.functional that are no layers with weights. Run: python3 functions.py"""
import torch
from torch import float32, float64
from torch.nn import functional
from golden import Cases, random

cases = Cases(seed=13)

gates = dict(glu=torch.sigmoid, reglu=functional.relu, geglu=functional.gelu, swiglu=functional.silu)
for name, gate in gates.items():
    for shape, dim in ((3, 4), -1), ((4, 3, 2), 0), ((2, 6, 5), 1), ((2, 40), -1):
        def run(x):
            a, b = x.chunk(2, dim)
            return a * gate(b)
        cases.add(name, run, random(*shape), dim=dim)
for dim in 0, -1:
    cases.add("softmin", lambda x: functional.softmin(x, dim), random(3, 4), dim=dim)
cases.add("softmax2d", torch.nn.Softmax2d(), random(2, 3, 2, 2))
for p, dim in (2, 1), (1, 0), (3, -1):
    cases.add("normalize", lambda x: functional.normalize(x, p, dim), random(3, 4, 2), p=p, dim=dim)
for dim in 1, -1:
    cases.add("cosine_similarity", lambda x, y: functional.cosine_similarity(x, y, dim), random(3, 4, 2), random(3, 4, 2), dim=dim)
for p in 1, 2, 3:
    cases.add("pairwise_distance", lambda x, y: functional.pairwise_distance(x, y, p), random(3, 4), random(3, 4), p=p)
cases.add("pairwise_distance", lambda x, y: functional.pairwise_distance(x, y, keepdim=True), random(3, 4), random(3, 4), p=2, keep=True)
cases.add("pixel_shuffle", lambda x: functional.pixel_shuffle(x, 2), random(2, 8, 2, 3), factor=2)
cases.add("pixel_shuffle", lambda x: functional.pixel_shuffle(x, 3), random(9, 2, 1), factor=3)
cases.add("pixel_unshuffle", lambda x: functional.pixel_unshuffle(x, 2), random(2, 3, 4, 6), factor=2)
for args in dict(kernel_size=2), dict(kernel_size=[3, 2], stride=[2, 1], padding=[1, 0]), dict(kernel_size=2, dilation=[2, 3], stride=2, padding=1):
    x = random(2, 3, 5, 6)
    columns = functional.unfold(x, **args)
    cases.add("unfold", lambda x: functional.unfold(x, **args), x, **args)
    cases.add("fold", lambda c: functional.fold(c, (5, 6), **args), random(*columns.shape), size=[5, 6], **args)
for seed in 0, 42:
    for hard in False, True:
        x = random(5, 4).to(float32)
        torch.manual_seed(seed)
        y = functional.gumbel_softmax(x, 0.7, hard)
        cases.add("gumbel_softmax", lambda: y.to(float64), gradients=False, seed=seed, hard=hard, x=x.flatten().tolist())

for p, args in (2, dict(kernel_size=2)), (3, dict(kernel_size=[2, 3], stride=[1, 2])), (1, dict(kernel_size=3, stride=2, ceil_mode=True)):
    cases.add("lp_pool2d", lambda x: functional.lp_pool2d(x, p, **args), random(2, 3, 5, 6, low=1, high=4), p=p, **args)
cases.add("lp_pool1d", lambda x: functional.lp_pool1d(x, 2, 3, 2), random(2, 3, 8, low=1, high=4), p=2)
for size in 1, 2, 5:
    cases.add("local_response_norm", lambda x: functional.local_response_norm(x, size, 0.1, 0.6, 1.5), random(2, 4, 3, 2), size=size)
cases.add("channel_shuffle", lambda x: x.reshape(2, 3, 2, 2, 2).transpose(1, 2).reshape(2, 6, 2, 2), random(2, 6, 2, 2), groups=3)
for kernel, stride, padding in (2, 2, 0), (3, 2, 1):
    x = random(2, 3, 6, 6)
    y, places = functional.max_pool2d(x, kernel, stride, padding, return_indices=True)
    cases.add("max_unpool2d", lambda y: functional.max_unpool2d(y, places, kernel, stride, padding, (6, 6)), y,
              kernel=kernel, stride=stride, padding=padding, places=places.flatten().tolist(), x=x.flatten().tolist())

cases.write()

#!/usr/bin/python3
"""Writes optimizers.json: the parameters after each of 15 steps, by PyTorch in float64. Run: python3 optimizers.py

The problem: two parameters, a (3) and b (2, 2), and the loss ½ Σ c (w − t)² + ¼ Σ w⁴ with fixed c and t; the inputs of
a case are the starting points, then c and t for each parameter; the outputs are a and b after each step."""
import torch
from golden import Cases, random

cases = Cases(seed=4)
steps = 15
start = random(3, low=-1, high=1), random(2, 2, low=-1, high=1)
curvature = random(3, low=0.1, high=2), random(2, 2, low=0.1, high=2)
target = random(3), random(2, 2)


def trajectory(name, **options):
    def run(*_):
        w = [s.clone().requires_grad_() for s in start]
        optimizer = getattr(torch.optim, name)(w, **options)
        path = []
        for _ in range(steps):
            optimizer.zero_grad()
            loss = sum((0.5 * c * (x - t) ** 2 + 0.25 * x ** 4).sum() for x, c, t in zip(w, curvature, target))
            loss.backward()
            optimizer.step()
            path += [x.detach().clone() for x in w]
        return path

    cases.add(name, run, *start, *curvature, *target, gradients=False, **options)


trajectory("SGD", lr=0.05)
trajectory("SGD", lr=0.05, weight_decay=0.1)
trajectory("SGD", lr=0.05, momentum=0.9)
trajectory("SGD", lr=0.05, momentum=0.9, weight_decay=0.1)
trajectory("SGD", lr=0.05, momentum=0.9, dampening=0.3)
trajectory("SGD", lr=0.05, momentum=0.9, nesterov=True)
trajectory("SGD", lr=0.05, momentum=0.9, nesterov=True, weight_decay=0.1)
for name in "Adam", "AdamW":
    trajectory(name)
    trajectory(name, lr=0.1)
    trajectory(name, lr=0.1, betas=(0.8, 0.95))
    trajectory(name, lr=0.1, eps=1e-3)
    trajectory(name, lr=0.1, weight_decay=0.1)
    trajectory(name, lr=0.3, amsgrad=True)
    trajectory(name, lr=0.3, amsgrad=True, weight_decay=0.1)

cases.write()

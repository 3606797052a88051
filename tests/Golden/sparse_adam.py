#!/usr/bin/python3
"""Writes sparse_adam.json: a table of embeddings after each of some steps of torch.optim.SparseAdam in float64.
Run: python3 sparse_adam.py"""
import torch
from torch.nn import functional
from golden import Cases, random

cases = Cases(seed=9)
table, target = random(6, 3), random(6, 3)
batches = [[2, 0, 5], [2, 2], [1], [0, 5, 5, 3], [2, 4], [3, 1]]


def path(padding, **options):
    def run(*_):
        w = table.clone().requires_grad_()
        optimizer = torch.optim.SparseAdam([w], **options)
        states = []
        for batch in batches:
            optimizer.zero_grad()
            index = torch.tensor(batch)
            (functional.embedding(index, w, padding_idx=padding, sparse=True) * target[index]).sum().backward()
            optimizer.step()
            states.append(w.detach().clone())
        return states

    extra = {} if padding is None else dict(padding=padding)
    cases.add("sparse_adam", run, table, target, gradients=False, batches=batches, **options, **extra)


path(None)
path(2, lr=0.1, betas=(0.8, 0.95), eps=1e-3)
cases.write()

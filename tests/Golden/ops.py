#!/usr/bin/python3
"""Writes ops.json: operations on tensors and their gradients, by PyTorch in float64. Run: python3 ops.py"""
import torch
import torch.nn.functional as F
from golden import Cases, random

cases = Cases(seed=1)
add = cases.add

# Element by element. The end points are where a formula can overflow, cancel or lose its sign.
anywhere = torch.tensor([-30, -5, -2.5, -1, -0.3, -1e-3, -1e-9, 0, 1e-9, 1e-3, 0.3, 0.5, 1, 2.5, 5, 30])
positive = torch.tensor([1e-300, 1e-12, 1e-3, 0.3, 0.5, 0.99, 1, 1.01, 2.5, 10, 1e6, 1e300])
above_minus_one = torch.tensor([-0.999999, -0.5, -1e-3, -1e-12, 0, 1e-12, 1e-3, 0.5, 1, 10, 1e6, 1e300])
for name in "exp", "expm1", "abs", "sign", "sin", "cos", "tanh", "relu", "square":
    add(name, getattr(torch, name), anywhere)
for name in "log", "sqrt", "rsqrt":
    add(name, getattr(torch, name), positive)
add("log1p", torch.log1p, above_minus_one)
# The gradient of PyTorch's sigmoid, (1 - y) y, keeps 3 digits at x = 30; this form keeps all.
add("sigmoid", lambda x: torch.exp(F.logsigmoid(x)), anywhere)
# PyTorch's softplus is x beyond its threshold of 20, where e^-20 = 2e-9 is lost; past 40 nothing is.
add("softplus", lambda x: F.softplus(x, threshold=40), anywhere)
add("clamp", lambda x: x.clamp(-1, 2.5), anywhere, min=-1, max=2.5)
add("clamp", lambda x: x.clamp(min=-1), anywhere, min=-1)
add("clamp", lambda x: x.clamp(max=2.5), anywhere, max=2.5)
for exponent in 0, 1, 2, 3, -1, -2:
    add("pow_scalar", lambda x: x.pow(exponent), random(6), exponent=exponent)
for exponent in 0.5, 2.7, -1.3:
    add("pow_scalar", lambda x: x.pow(exponent), random(6, low=0.1), exponent=exponent)
add("pow_scalar", lambda x: x.pow(2), torch.zeros(2), exponent=2)

# Two operands: equal shapes, each kind of broadcasting, ties of min and max.
shapes = [((2, 3), (2, 3)), ((2, 3), (3,)), ((3,), (2, 3)), ((2, 1), (1, 3)), ((2, 3), ()), ((), (2, 3)),
          ((4, 1, 2), (3, 1)), ((1,), (1, 1))]
for name in "add", "sub", "mul", "div", "minimum", "maximum":
    for a, b in shapes:
        add(name, getattr(torch, name), random(*a), random(*b, low=0.5))
for a, b in shapes:
    add("pow", torch.pow, random(*a, low=0.1), random(*b))
add("pow", torch.pow, torch.tensor([0.0, 0, 0, -2, -2, 4]), torch.tensor([0.0, 1, 2.5, 3, 2, 0]))
ties = torch.tensor([1.0, 2, 3]), torch.tensor([1.0, 3, 2])
add("minimum", torch.minimum, *ties)
add("maximum", torch.maximum, *ties)
add("where", lambda a, b: torch.where(torch.tensor([[True, False, True], [False, False, True]]), a, b),
    random(2, 3), random(3), condition=[[1, 0, 1], [0, 0, 1]])
add("masked_fill", lambda x: x.masked_fill(torch.tensor([True, False, True]), -7.5),
    random(2, 3), mask=[1, 0, 1], value=-7.5)

# Products of matrices.
for a, b in [((3, 4), (4, 5)), ((4,), (4,)), ((4,), (4, 5)), ((3, 4), (4,)), ((2, 3, 4), (2, 4, 5)),
             ((2, 3, 4), (4, 5)), ((3, 4), (2, 4, 5)), ((2, 1, 3, 4), (3, 4, 2)), ((4,), (2, 4, 3)),
             ((2, 3, 4), (4,)), ((1, 1), (1, 1)), ((1, 7), (7, 1)), ((7, 1), (1, 7)), ((19, 33), (33, 17))]:
    add("matmul", torch.matmul, random(*a), random(*b))
add("matmul", lambda a, b: a.T @ b, random(4, 3), random(4, 5), transpose_a=True)
add("matmul", lambda a, b: a @ b.T, random(3, 4), random(5, 4), transpose_b=True)

# Along axes.
x = random(2, 3, 4)
rows_far_apart = torch.tensor([[1000.0, 1001, 999], [-1000, -1003, -1000.5], [0, -745, 700]])
for dim in 0, 1, 2, -1:
    add("softmax", lambda t: t.softmax(dim), x, dim=dim)
    add("log_softmax", lambda t: t.log_softmax(dim), x, dim=dim)
    add("cumsum", lambda t: t.cumsum(dim), x, dim=dim)
for name in "softmax", "log_softmax", "logsumexp":
    add(name, lambda t: getattr(torch, name)(t, 1), rows_far_apart, dim=1)

for name in "sum", "mean", "logsumexp", "amin", "amax":
    for dims in [(0,), (1,), (2,), (-1,), (0, 2), (1, 2), (0, 1, 2)]:
        for keep in False, True:
            add(name, lambda t: getattr(torch, name)(t, dims, keepdim=keep), x, dims=dims, keep=keep)
for dims in [(0,), (1,), (-1,), (0, 2), (0, 1, 2)]:
    for unbiased in False, True:
        for keep in False, True:
            add("var", lambda t: t.var(dims, unbiased=unbiased, keepdim=keep), x,
                dims=dims, keep=keep, unbiased=unbiased)
# PyTorch rounds the mean before it takes the difference; taking 1e6 off first is exact.
add("var", lambda t: (t - 1e6).var((0, 1), unbiased=True), 1e6 + random(3, 4), dims=(0, 1), keep=False, unbiased=True)
tied = torch.tensor([[2.0, 1, 2], [1, 1, 0], [3, 3, 3]])
for name in "amin", "amax":        # the gradient is shared evenly among ties
    for dims in [(0,), (1,), (0, 1)]:
        add(name, lambda t: getattr(torch, name)(t, dims), tied, dims=dims, keep=False)
for name in "min", "max":          # the gradient goes to the element that the index names: the first of the ties
    for dim in 0, 1, -1:
        add(name, lambda t: list(getattr(torch, name)(t, dim)), x, dim=dim)
    add(name, lambda t: list(getattr(torch, name)(t, 1)), tied, dim=1)
for name in "argmin", "argmax":
    for dim in 0, 1, 2:
        add(name, lambda t: getattr(torch, name)(t, dim), x, dim=dim, gradients=False)
for k, dim, largest in (2, -1, True), (1, 0, True), (3, 1, False), (4, 2, True):
    add("topk", lambda t: list(t.topk(k, dim, largest)), x, k=k, dim=dim, largest=largest)
for dim in 0, 1, 2:
    for descending in False, True:
        add("sort", lambda t: list(t.sort(dim, descending)), x, dim=dim, descending=descending)

# Choosing and arranging.
for dim, index in (0, [[1, 0, 1], [0, 0, 1]]), (1, [[2, 0], [1, 1]]), (1, [[0, 0, 0, 2], [2, 1, 0, 1]]):
    add("gather", lambda t: t.gather(dim, torch.tensor(index)), random(2, 3), dim=dim, index=index)
for dim, index in (0, [1, 1, 0]), (1, [2, 0]), (2, [3, 3, 3, 0, 1]), (-1, [0]):
    add("index_select", lambda t: t.index_select(dim, torch.tensor(index)), x, dim=dim, index=index)
for dim in 0, 1, -1:
    a = [2, 3, 4]
    b = [2, 3, 4]
    b[dim] = 1
    add("cat", lambda p, q, r: torch.cat((p, q, r), dim), random(*a), random(*b), random(*a), dim=dim)
    add("stack", lambda p, q: torch.stack((p, q), dim), random(2, 3), random(2, 3), dim=dim)
for sizes, dim in ([1, 2, 1], 2), ([2, 1], 1), ([1, 1], 0):
    add("split", lambda t: t.split(sizes, dim), x, sizes=sizes, dim=dim)
for order in (2, 0, 1), (0, 2, 1), (2, 1, 0):
    add("permute", lambda t: t.permute(order), x, dims=order)
for a, b in (0, 1), (0, -1), (1, 2):
    add("transpose", lambda t: t.transpose(a, b), x, dims=(a, b))
for start, shape in ((3, 1), (3, 4)), ((1, 3), (2, 3)), ((3,), (2, 3)), ((1, 1), (2, 5)), ((), (3,)):
    add("expand", lambda t: t.expand(shape), random(*start), shape=shape)
for shape, dim in ((1, 3), 0), ((3, 1), -1), ((2, 1, 2), 1):
    add("squeeze", lambda t: t.squeeze(dim), random(*shape), dim=dim)
    add("unsqueeze", lambda t: t.unsqueeze(dim), random(*shape), dim=dim)
for shape in (6, 4), (4, 6), (24,), (2, 2, 6):
    add("reshape", lambda t: t.reshape(shape), x, shape=shape)
add("reshape", lambda t: t.permute(2, 0, 1).reshape(8, 3), x, permute=(2, 0, 1), shape=(8, 3))
# An index is a number or [first, end, step].
for index in [[1], [-1], [[0, 1, 1], 2], [[0, 2, 1], [1, 3, 1], [0, 4, 1]], [0, [0, 3, 2], [1, 4, 1]], [1, 2, 3],
              [[0, 2, 1], -1, [0, 4, 3]], [[1, 1, 1]]]:
    key = tuple(i if isinstance(i, int) else slice(*i) for i in index)
    add("index", lambda t: t[key], x, index=index)

cases.write()

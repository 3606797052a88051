#!/usr/bin/python3
"""Writes losses.json: losses and their gradients, by PyTorch in float64 where it is exact to 1e-14 and by 120-digit
arithmetic where it is not. Run: python3 losses.py

PyTorch's cross-entropy and binary cross-entropy lose the small losses of confident predictions (logits (0, 20) with
class 1 lose 2.06e-9: float64 keeps 8 digits of it and float32 none). The cases marked "exact" hold the true values,
for logits that float32 can hold."""
import mpmath
import torch
import torch.nn.functional as F
from mpmath import exp, log, mpf
from golden import Cases, plain, random, tensor

cases = Cases(seed=2)
add = cases.add
mpmath.mp.dps = 120  # -100 + log1p(exp(100)) loses 46 digits
reductions = "none", "mean", "sum"


def probabilities(*shape):
    """Numbers of two decimals inside (0, 1)."""
    return random(*shape, low=0.01, high=0.99)


def rows_of_probabilities(*shape):
    """Positive numbers that sum to 1 along axis 1."""
    p = random(*shape, low=0.1, high=1)
    return p / p.sum(1, keepdim=True)


for reduction in reductions:
    for name in "mse_loss", "l1_loss", "smooth_l1_loss", "huber_loss":
        loss = getattr(F, name)
        add(name, lambda x, t: loss(x, t, reduction=reduction), random(3, 4), random(3, 4), reduction=reduction)
    add("l1_loss", lambda x, t: F.l1_loss(x, t, reduction=reduction),
        torch.tensor([1.0, 2]), torch.tensor([1.0, 3]), reduction=reduction)            # slope 0 where they agree
    add("smooth_l1_loss", lambda x, t: F.smooth_l1_loss(x, t, beta=0.5, reduction=reduction),
        random(3, 4), random(3, 4), reduction=reduction, beta=0.5)
    add("huber_loss", lambda x, t: F.huber_loss(x, t, delta=1.5, reduction=reduction),
        random(3, 4), random(3, 4), reduction=reduction, delta=1.5)

    # Binary targets: whole, soft, weighted.
    for target in (torch.tensor([[0.0, 1, 1], [1, 0, 0]]), probabilities(2, 3)):
        t = tensor(target)
        add("binary_cross_entropy", lambda p: F.binary_cross_entropy(p, target, reduction=reduction),
            probabilities(2, 3), reduction=reduction, target=t)
        add("binary_cross_entropy_with_logits",
            lambda x: F.binary_cross_entropy_with_logits(x, target, reduction=reduction),
            random(2, 3), reduction=reduction, target=t)
        weight = random(2, 3, low=0.1)
        add("binary_cross_entropy", lambda p: F.binary_cross_entropy(p, target, weight, reduction=reduction),
            probabilities(2, 3), reduction=reduction, target=t, weight=tensor(weight))
        add("binary_cross_entropy_with_logits",
            lambda x: F.binary_cross_entropy_with_logits(x, target, weight, reduction=reduction),
            random(2, 3), reduction=reduction, target=t, weight=tensor(weight))
        factor = random(3, low=0.1)
        add("binary_cross_entropy_with_logits",
            lambda x: F.binary_cross_entropy_with_logits(x, target, pos_weight=factor, reduction=reduction),
            random(2, 3), reduction=reduction, target=t, pos_weight=tensor(factor))
        add("binary_cross_entropy_with_logits",
            lambda x: F.binary_cross_entropy_with_logits(x, target, weight, pos_weight=factor, reduction=reduction),
            random(2, 3), reduction=reduction, target=t, weight=tensor(weight), pos_weight=tensor(factor))

    # Classes along axis 1, with further axes behind; ignored rows, class weights, smoothing, and their combinations.
    for shape in (4, 5), (2, 3, 4), (2, 3, 2, 2):
        classes = shape[1]
        labels = torch.randint(classes, (shape[0], *shape[2:]))
        holes = labels.clone()
        holes[0] = -100
        holes[-1].fill_(0)
        weight = random(classes, low=0.1)
        soft = rows_of_probabilities(*shape)
        for target in labels, holes:
            t = dict(shape=list(target.shape), data=target.flatten().tolist())
            for options in {}, dict(label_smoothing=0.1):
                add("cross_entropy", lambda x: F.cross_entropy(x, target, reduction=reduction, **options),
                    random(*shape), reduction=reduction, labels=t, **options)
                add("cross_entropy", lambda x: F.cross_entropy(x, target, weight, reduction=reduction, **options),
                    random(*shape), reduction=reduction, labels=t, weight=tensor(weight), **options)
        for options in {}, dict(label_smoothing=0.1):
            add("cross_entropy_soft", lambda x, p: F.cross_entropy(x, p, reduction=reduction, **options),
                random(*shape), soft, reduction=reduction, **options)
            add("cross_entropy_soft", lambda x, p: F.cross_entropy(x, p, weight, reduction=reduction, **options),
                random(*shape), soft, reduction=reduction, weight=tensor(weight), **options)
        logp = random(*shape).log_softmax(1)
        t = dict(shape=list(holes.shape), data=holes.flatten().tolist())
        add("nll_loss", lambda x: F.nll_loss(x, holes, reduction=reduction), logp, reduction=reduction, labels=t)
        add("nll_loss", lambda x: F.nll_loss(x, holes, weight, reduction=reduction),
            logp, reduction=reduction, labels=t, weight=tensor(weight))
        add("kl_div", lambda x, p: F.kl_div(x, p, reduction=reduction), logp, soft, reduction=reduction)
add("kl_div", lambda x, p: F.kl_div(x, p, reduction="batchmean"),
    random(4, 5).log_softmax(1), rows_of_probabilities(4, 5), reduction="batchmean")
one = dict(shape=[3], data=[-100, 1, -100])
add("cross_entropy", lambda x: F.cross_entropy(x, torch.tensor(one["data"])), random(3, 4),
    reduction="mean", labels=one)


def exact(op, logits, loss, gradient, **args):
    """One case of true values: loss and gradient are lists of 120-digit numbers."""
    flat = [v for row in logits for v in row] if isinstance(logits[0], list) else logits
    shape = [len(logits), len(logits[0])] if isinstance(logits[0], list) else [len(logits)]
    side = lambda s, values: dict(shape=s, data=[plain(float(v)) for v in values])
    cases.lines.append(dict(op=op, args=dict(reduction="none", exact=True, **args), inputs=[side(shape, flat)],
                            outputs=[side([len(loss)], loss)], upstream=[side([len(loss)], [1] * len(loss))],
                            gradients=[side(shape, gradient)]))


rows = [[0, 20], [20, 0], [0, 10], [0, 100], [100, 0], [0, 0.5], [1e4, 1e4 + 16], [-80, -96]]
labels = [1, 1, 1, 1, 1, 1, 1, 0]
wide = [[0, 0, 15, -3], [1, 2, 3, 4], [-30, 0, 30, 60], [8, 8, 8, 8], [0, 40, 39.5, -40]]
wide_labels = [2, 3, 3, 0, 1]
for logits, classes in (rows, labels), (wide, wide_labels):
    loss, gradient = [], []
    for row, t in zip(logits, classes):
        rest = sum(exp(mpf(v) - mpf(row[t])) for j, v in enumerate(row) if j != t)
        loss.append(mpmath.log1p(rest))
        total = sum(exp(mpf(v)) for v in row)
        gradient += [(-rest / (1 + rest)) if j == t else exp(mpf(v)) / total for j, v in enumerate(row)]
    exact("cross_entropy", logits, loss, gradient, labels=dict(shape=[len(classes)], data=classes))

logits = [-100, -50, -20, -17, -8, -4, -1, -0.0009765625, 0, 0.0009765625, 1, 4, 8, 17, 20, 50, 100]
for t in 0, 1, 0.25:
    x = [mpf(v) for v in logits]
    loss = [(1 - mpf(t)) * v + mpmath.log1p(exp(-v)) for v in x]
    gradient = [(1 - mpf(t)) / (1 + exp(-v)) - mpf(t) / (1 + exp(v)) for v in x]
    exact("binary_cross_entropy_with_logits", logits, loss, gradient,
          target=dict(shape=[len(logits)], data=[t] * len(logits)))

cases.write()

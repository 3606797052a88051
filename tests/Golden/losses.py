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
from torch.nn.utils.stateless import functional_call
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


def signs(*shape):
    return torch.randint(2, shape).to(torch.float64) * 2 - 1


def whole(x):
    """Whole numbers with their shape."""
    return dict(shape=list(x.shape), data=x.flatten().tolist())


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

# Likelihoods, divergences and margins, each argument with each reduction.
for reduction in reductions:
    r = dict(reduction=reduction)
    for shape in (4, 5), (2, 3, 4), (5,):
        classes = shape[1] if len(shape) > 1 else shape[0]
        holes = torch.randint(classes, (shape[0], *shape[2:]) if len(shape) > 1 else ())
        if len(shape) > 1:
            holes[0] = -100
            holes[-1].fill_(0)
        weight = random(classes, low=0.1)
        logp = random(*shape).log_softmax(min(1, len(shape) - 1))
        t = dict(labels=whole(holes))
        add("nll_loss", lambda x: F.nll_loss(x, holes, **r), logp, **r, **t)
        add("nll_loss", lambda x: F.nll_loss(x, holes, weight, **r), logp, **r, **t, weight=tensor(weight))
        if len(shape) == 2:
            add("nll_loss", lambda x: F.nll_loss(x, holes.clamp(0), weight, ignore_index=0, **r), logp, **r,
                labels=whole(holes.clamp(0)), weight=tensor(weight), ignore_index=0)
            add("cross_entropy", lambda x: F.cross_entropy(x, holes.clamp(0), weight, ignore_index=0, **r),
                random(*shape), **r, labels=whole(holes.clamp(0)), weight=tensor(weight), ignore_index=0)

    for shape in (4, 5), (2, 3, 4):
        logp, soft = random(*shape).log_softmax(1), rows_of_probabilities(*shape)
        for way in (reduction, "batchmean") if reduction == "mean" else (reduction,):
            add("kl_div", lambda x, p: F.kl_div(x, p, reduction=way), logp, soft, reduction=way)
            add("kl_div", lambda x, p: F.kl_div(x, p, log_target=True, reduction=way), logp, soft.log(),
                reduction=way, log_target=True)

    counts = torch.randint(6, (3, 4)).to(torch.float64)
    for full in False, True:
        for eps in 1e-8, 0.25:
            add("poisson_nll_loss", lambda x: F.poisson_nll_loss(x, counts, full=full, eps=eps, **r), random(3, 4),
                **r, target=tensor(counts), log_input=True, full=full, eps=eps)
            add("poisson_nll_loss",
                lambda x: F.poisson_nll_loss(x, counts, log_input=False, full=full, eps=eps, **r),
                random(3, 4, low=0.1), **r, target=tensor(counts), log_input=False, full=full, eps=eps)
        for size in (3, 4), (3,), (3, 1):
            add("gaussian_nll_loss", lambda m, t, v: F.gaussian_nll_loss(m, t, v, full=full, **r),
                random(3, 4), random(3, 4), random(*size, low=0.1), **r, full=full)
        add("gaussian_nll_loss", lambda m, t, v: F.gaussian_nll_loss(m, t, v, full=full, eps=0.5, **r),
            random(3, 4), random(3, 4), random(3, 4, low=0.1), **r, full=full, eps=0.5)

    sides = signs(3, 4)
    for margin in 1, 0.3:
        add("hinge_embedding_loss", lambda x: F.hinge_embedding_loss(x, sides, margin, **r), random(3, 4),
            **r, target=tensor(sides), margin=margin)
    add("soft_margin_loss", lambda x: F.soft_margin_loss(x, sides, **r), random(3, 4), **r, target=tensor(sides))
    for margin in 0, 0.6:
        add("margin_ranking_loss", lambda a, b: F.margin_ranking_loss(a, b, sides, margin, **r),
            random(3, 4), random(3, 4), **r, target=tensor(sides), margin=margin)

    for shape in (3, 4), (2, 3, 4):
        many = torch.randint(2, shape).to(torch.float64)
        weight = random(4, low=0.1)
        add("multilabel_soft_margin_loss", lambda x: F.multilabel_soft_margin_loss(x, many, **r), random(*shape),
            **r, target=tensor(many))
        add("multilabel_soft_margin_loss", lambda x: F.multilabel_soft_margin_loss(x, many, weight, **r),
            random(*shape), **r, target=tensor(many), weight=tensor(weight))

    for shape in (4, 5), (5,):
        labels, weight = torch.randint(5, shape[:-1]), random(5, low=0.1)
        for p in 1, 2:
            for margin in 1, 0.4:
                add("multi_margin_loss", lambda x: F.multi_margin_loss(x, labels, p, margin, **r), random(*shape),
                    **r, labels=whole(labels), p=p, margin=margin)
                add("multi_margin_loss", lambda x: F.multi_margin_loss(x, labels, p, margin, weight, **r),
                    random(*shape), **r, labels=whole(labels), p=p, margin=margin, weight=tensor(weight))
    for labels in torch.tensor([[2, 0, -1, 1], [3, -1, 0, 0], [-1, 1, 2, 3], [0, 1, 2, 3]]), torch.tensor([1, 3, -1, 0]):
        add("multilabel_margin_loss", lambda x: F.multilabel_margin_loss(x, labels, **r), random(*labels.shape),
            **r, labels=whole(labels))

    for shape in (4, 5), (5,):
        sides = signs(*shape[:-1])
        for margin in 0, 0.3:
            add("cosine_embedding_loss", lambda a, b: F.cosine_embedding_loss(a, b, sides, margin, **r),
                random(*shape), random(*shape), **r, target=tensor(sides), margin=margin)
        for p in 1, 2, 3, 2.5:
            for swap in False, True:
                add("triplet_margin_loss",
                    lambda a, b, c: F.triplet_margin_loss(a, b, c, p=p, swap=swap, **r),
                    random(*shape), random(*shape), random(*shape), **r, p=p, swap=swap)
        add("triplet_margin_loss", lambda a, b, c: F.triplet_margin_loss(a, b, c, margin=3.5, eps=0.01, **r),
            random(*shape), random(*shape), random(*shape), **r, margin=3.5, eps=0.01)
    for swap in False, True:
        add("triplet_margin_with_distance_loss",
            lambda a, b, c: F.triplet_margin_with_distance_loss(
                a, b, c, distance_function=lambda x, y: (x - y).square().sum(-1), margin=2, swap=swap, **r),
            random(4, 5), random(4, 5), random(4, 5), **r, margin=2, swap=swap)

    # By way of logits, because PyTorch's gradient by log-probabilities holds only behind a log-softmax.
    for blank in 0, 3:
        targets = (torch.randint(3, (3, 4)) + blank + 1) % 4
        sequence = dict(**r, blank=blank, targets=whole(targets), input_lengths=[9, 8, 7], target_lengths=[4, 2, 0])
        run = lambda x: F.ctc_loss(x.log_softmax(2), targets, (9, 8, 7), (4, 2, 0), blank, **r)
        add("ctc_loss", run, random(9, 3, 4), **sequence)
        flat = torch.cat([targets[0], targets[1, :2]])
        sequence["targets"] = whole(flat)
        add("ctc_loss", lambda x: F.ctc_loss(x.log_softmax(2), flat, (9, 8, 7), (4, 2, 0), blank, **r),
            random(9, 3, 4), **sequence)
    one = torch.tensor([1, 2, 1])
    add("ctc_loss", lambda x: F.ctc_loss(x.log_softmax(1), one, torch.tensor(6), torch.tensor(3), **r), random(6, 4),
        **r, blank=0, targets=whole(one), input_lengths=whole(torch.tensor(6)), target_lengths=whole(torch.tensor(3)))
    # The first has no alignment: 2 steps are too few for 1 1 2.
    short = torch.tensor([[1, 1, 2], [2, 1, 3]])
    add("ctc_loss", lambda x: F.ctc_loss(x.log_softmax(2), short, (2, 5), (3, 2), zero_infinity=True, **r),
        random(5, 2, 4), **r, blank=0, zero_infinity=True, targets=whole(short), input_lengths=[2, 5],
        target_lengths=[3, 2])


# The parameters are inputs too: head.weight, head.bias if there is one, and two matrices for each tail.
for head_bias in False, True:
    for divisor, cutoffs in (4.0, [4, 9]), (2.0, [3]):
        layer = torch.nn.AdaptiveLogSoftmaxWithLoss(16, 12, cutoffs, divisor, head_bias)
        names = [name for name, _ in layer.named_parameters()]
        labels = torch.tensor([0, 11, 3, 7, 2, 10])
        add("adaptive_log_softmax_with_loss",
            lambda x, *parameters: functional_call(layer, dict(zip(names, parameters)), (x, labels)),
            random(6, 16), *(random(*p.shape, low=-1, high=1) for p in layer.parameters()),
            reduction="mean", labels=whole(labels), cutoffs=cutoffs, divisor=divisor, head_bias=head_bias)

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

#!/usr/bin/python3
"""Writes loss_documents.jsonl: documents of `kobai loss --jsonl`, each with the results PyTorch gives as "expected".
Losses that PyTorch lacks are written out here as formulas. Run: python3 loss_documents.py [rounds] [seed] > FILE
to write more of them to standard output."""
import json
import math
import pathlib
import random
import sys
import warnings
import torch
import torch.nn.functional as F

warnings.simplefilter("ignore")
torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)


def numbers(*shape, low=-3.0, high=3.0):
    return (torch.rand(shape) * (high - low) + low).mul(1000).round() / 1000


def unit(*shape):
    return numbers(*shape, low=0.01, high=0.99)


def bits(*shape):
    return torch.randint(2, shape).double()


def signs(*shape):
    return bits(*shape) * 2 - 1


def simplex(*shape):
    return torch.softmax(numbers(*shape), 1 if len(shape) > 1 else 0)


def labels(c, *shape, low=0):
    return torch.randint(low, c, shape)


def maybe(make):
    return make() if random.random() < 0.5 else None


def size():
    return random.choice([(1,), (4,), (3, 4), (2, 1, 3), ()])


def rows(spatial=True):
    """The shape of logits (classes along axis 1) and that of their labels."""
    n, c = random.randint(1, 4), random.randint(2, 5)
    shape = random.choice([(n, c), (n, c), (c,), (n, c, 2), (n, c, 2, 3)] if spatial else [(n, c)])
    return shape, (() if len(shape) == 1 else (shape[0], *shape[2:])), c


def reduced(values, reduction):
    return {"none": values, "mean": values.mean(), "sum": values.sum()}[reduction]


def log_softmax(x):
    return torch.log_softmax(x, 1)


def picked(x, y):
    return x.gather(1, y[:, None])[:, 0]


# Each maker returns the document's tensors and arguments, and a function of (tensors by name, reduction).
# ---------------------------------------------------------------------------------------------------- element pairs
def pair(name, f, x=numbers, t=numbers, **draw):
    def make():
        s, args = size(), {k: v() for k, v in draw.items()}
        return name, dict(input=x(*s), target=t(*s)), args, lambda v, r: f(v["input"], v["target"], reduction=r, **args)
    return make


def log_cosh(x, t, reduction):
    d = x - t
    return reduced(d + F.softplus(-2 * d) - math.log(2), reduction)


def quantile(x, t, quantile, reduction):
    return reduced(torch.maximum(quantile * (t - x), (quantile - 1) * (t - x)), reduction)


def binary(name, f, x):
    def make():
        s = random.choice([(4,), (3, 4), (2, 3, 2)])
        args = {}
        if random.random() < 0.5:
            args["weight"] = random.choice([lambda: unit(*s), lambda: unit(s[-1]), lambda: unit(s[0], *[1] * (len(s) - 1))])()
        if "logits" in name.lower() and random.random() < 0.5:
            args["pos_weight"] = random.choice([lambda: numbers(s[-1], low=0.1), lambda: numbers(1, low=0.1)])()
        target = random.choice([bits, unit])(*s)
        return name, dict(input=x(*s), target=target), args, lambda v, r: f(v["input"], v["target"], reduction=r, **args)
    return make


def kl():
    s, log_target = random.choice([(3, 4), (2, 3, 2)]), random.random() < 0.5
    target = simplex(*s).log() if log_target else simplex(*s)
    return "kl_div", dict(input=simplex(*s).log(), target=target), dict(log_target=log_target), \
        lambda v, r: F.kl_div(v["input"], v["target"], reduction=r, log_target=log_target)


def poisson():
    s = size()
    args = dict(log_input=random.random() < 0.5, full=random.random() < 0.5, eps=random.choice([1e-8, 1e-3]))
    x = numbers(*s) if args["log_input"] else numbers(*s, low=0.1)
    return "PoissonNLLLoss", dict(input=x, target=labels(5, *s).double()), args, \
        lambda v, r: F.poisson_nll_loss(v["input"], v["target"], reduction=r, **args)


def gaussian():
    s = random.choice([(4,), (3, 4), (2, 3, 2)])
    var = random.choice([s, (*s[:-1], 1)] + ([s[:-1]] if len(s) > 1 else []))
    args = dict(full=random.random() < 0.5, eps=random.choice([1e-6, 1e-3]))
    return "GaussianNLLLoss", dict(input=numbers(*s), target=numbers(*s), var=unit(*var)), args, \
        lambda v, r: F.gaussian_nll_loss(v["input"], v["target"], v["var"], reduction=r, **args)


def focal_binary():
    s, gamma, alpha = size(), random.choice([0.0, 1.0, 2.0, 3.5]), random.choice([None, 0.25])

    def f(v, r):
        x, t = v["input"], v["target"]
        p = torch.sigmoid(x)
        loss = F.binary_cross_entropy_with_logits(x, t, reduction="none") * (1 - p * t - (1 - p) * (1 - t)) ** gamma
        if alpha is not None:
            loss = loss * (alpha * t + (1 - alpha) * (1 - t))
        return reduced(loss, r)
    return "sigmoid_focal_loss", dict(input=numbers(*s), target=bits(*s)), dict(gamma=gamma, alpha=alpha), f


# ------------------------------------------------------------------------------------------------------------ classes
def cross_entropy():
    s, ls, c = rows()
    args = dict(label_smoothing=random.choice([0.0, 0.1, 0.5]))
    if random.random() < 0.5:
        args["weight"] = numbers(c, low=0.1)
    if random.random() < 0.3:
        target = simplex(*s)
    else:
        target = labels(c, *ls)
        if random.random() < 0.3 and ls and target.numel() > 1:
            args["ignore_index"] = random.choice([-100, 0])
            target.flatten()[0] = args["ignore_index"]
            target.flatten()[1] = 1
    return random.choice(["CrossEntropyLoss", "cross_entropy"]), dict(input=numbers(*s), target=target), args, \
        lambda v, r: F.cross_entropy(v["input"], v["target"], reduction=r, **args)


def nll():
    s, ls, c = rows()
    args = dict(weight=numbers(c, low=0.1)) if random.random() < 0.5 else {}
    return "NLLLoss", dict(input=simplex(*s).log(), target=labels(c, *ls)), args, \
        lambda v, r: F.nll_loss(v["input"], v["target"], reduction=r, **args)


def by_rows(name, f, **draw):
    def make():
        s, ls, c = rows(spatial=False)
        args = {k: v() for k, v in draw.items()}
        return name, dict(input=numbers(*s), target=labels(c, *ls)), args, \
            lambda v, r: reduced(f(v["input"], v["target"], **args), r)
    return make


def focal(x, y, gamma):
    lp = picked(log_softmax(x), y)
    return -(1 - lp.exp()) ** gamma * lp


def generalized(x, y, q):
    return (1 - picked(torch.softmax(x, 1), y) ** q) / q


def symmetric(x, y, alpha, beta, log_zero):
    lp = picked(log_softmax(x), y)
    return -alpha * lp - beta * log_zero * (1 - lp.exp())


def poly(x, y, eps):
    lp = picked(log_softmax(x), y)
    return -lp + eps * (1 - lp.exp())


def brier():
    s, ls, c = rows(spatial=False)
    return "Brier", dict(input=simplex(*s), target=labels(c, *ls)), {}, \
        lambda v, r: reduced(((v["input"] - F.one_hot(v["target"], c)) ** 2).sum(1), r)


def z_loss():
    s, _, _ = rows(spatial=False)
    return "z_loss", dict(input=numbers(*s)), {}, lambda v, r: reduced(torch.logsumexp(v["input"], 1) ** 2, r)


def ordinal():
    n, k = random.randint(1, 4), random.randint(2, 5)

    def f(v, r):
        t = (v["target"][:, None] > torch.arange(k - 1)).double()
        return reduced(F.binary_cross_entropy_with_logits(v["input"], t, reduction="none").sum(1), r)
    return "Ordinal", dict(input=numbers(n, k - 1), target=labels(k, n)), {}, f


def multi_margin():
    s, ls, c = random.choice([((3, 4), (3,), 4), ((4,), (), 4)])
    args = dict(p=random.choice([1, 2]), margin=random.choice([0.5, 1.0]))
    if random.random() < 0.5:
        args["weight"] = numbers(c, low=0.1)
    return "MultiMarginLoss", dict(input=numbers(*s), target=labels(c, *ls)), args, \
        lambda v, r: F.multi_margin_loss(v["input"], v["target"], reduction=r, **args)


def multi_label_margin():
    n, c = random.randint(1, 3), random.randint(2, 5)
    lines = []
    for _ in range(n):
        k = random.randint(0, c - 1)
        lines.append(torch.randperm(c)[:k].tolist() + [-1] * (c - k))
    return "MultiLabelMarginLoss", dict(input=numbers(n, c), target=torch.tensor(lines)), {}, \
        lambda v, r: F.multilabel_margin_loss(v["input"], v["target"], reduction=r)


def multi_label_soft_margin():
    args = dict(weight=numbers(4, low=0.1)) if random.random() < 0.5 else {}
    return "MultiLabelSoftMarginLoss", dict(input=numbers(3, 4), target=bits(3, 4)), args, \
        lambda v, r: F.multilabel_soft_margin_loss(v["input"], v["target"], reduction=r, **args)


# -------------------------------------------------------------------------------------------------------------- pairs
def margin_ranking():
    s, margin = size(), random.choice([0.0, 0.5])
    return "MarginRankingLoss", dict(input=numbers(*s), input2=numbers(*s), target=signs(*s)), dict(margin=margin), \
        lambda v, r: F.margin_ranking_loss(v["input"], v["input2"], v["target"], margin=margin, reduction=r)


def cosine():
    s, ls = random.choice([((3, 4), (3,)), ((4,), ())])
    margin = random.choice([0.0, 0.3])
    return "CosineEmbeddingLoss", dict(input=numbers(*s), input2=numbers(*s), target=signs(*ls)), dict(margin=margin), \
        lambda v, r: F.cosine_embedding_loss(v["input"], v["input2"], v["target"], margin=margin, reduction=r)


def triplet():
    s = random.choice([(3, 4), (4,)])
    args = dict(margin=random.choice([0.5, 1.0]), p=random.choice([1.0, 2.0, 3.0]), swap=random.random() < 0.5)
    return "TripletMarginLoss", dict(input=numbers(*s), input2=numbers(*s), input3=numbers(*s)), args, \
        lambda v, r: F.triplet_margin_loss(v["input"], v["input2"], v["input3"], reduction=r, **args)


def triplet_with_distance():
    args = dict(margin=random.choice([0.5, 1.0]), swap=random.random() < 0.5)
    return "TripletMarginWithDistanceLoss", dict(input=numbers(3, 4), input2=numbers(3, 4), input3=numbers(3, 4)), args, \
        lambda v, r: F.triplet_margin_with_distance_loss(v["input"], v["input2"], v["input3"], reduction=r, **args)


def info_nce():
    n, d, temperature, symmetric = 4, 3, random.choice([0.1, 0.5]), random.random() < 0.5

    def f(v, r):
        q, k = F.normalize(v["input"], dim=1), F.normalize(v["input2"], dim=1)
        z, y = q @ k.T / temperature, torch.arange(n)
        loss = F.cross_entropy(z, y, reduction="none")
        return reduced((loss + F.cross_entropy(z.T, y, reduction="none")) / 2 if symmetric else loss, r)
    return "InfoNce", dict(input=numbers(n, d), input2=numbers(n, d)), dict(temperature=temperature, symmetric=symmetric), f


def linear_cross_entropy():
    n, d, c = 3, 4, 5
    args, values = dict(label_smoothing=random.choice([0.0, 0.1])), dict(
        input=numbers(n, d), input2=numbers(c, d), target=labels(c, n))
    if random.random() < 0.5:
        values["bias"] = numbers(c)
    return "linear_cross_entropy", values, args, lambda v, r: F.cross_entropy(
        F.linear(v["input"], v["input2"], v.get("bias")), v["target"], reduction=r, **args)


# ----------------------------------------------------------------------------------------------------- regions, series
def overlap(name, f, **draw):
    def make():
        s, args = random.choice([(2, 5), (3, 2, 2)]), {k: v() for k, v in draw.items()}

        def g(v, r):
            p, t = v["input"].flatten(1), v["target"].flatten(1)
            return reduced(f((p * t).sum(1), (p * (1 - t)).sum(1), ((1 - p) * t).sum(1), **args), r)
        return name, dict(input=unit(*s), target=bits(*s)), args, g
    return make


def ctc_of(lp, y):
    """-ln of the sum over all alignments, for the log-probabilities (T, C) of one sample. PyTorch's own gradient is that
    of the scores before a log-softmax, whatever stands before it."""
    symbols = [0]
    for label in y.tolist():
        symbols += [label, 0]
    ways = [lp[0, symbols[0]], lp[0, symbols[1]]] + [None] * (len(symbols) - 2)
    for t in range(1, len(lp)):
        before, ways = ways, []
        for s, symbol in enumerate(symbols):
            skips = s > 1 and symbol != 0 and symbol != symbols[s - 2]
            from_where = [w for w in [before[s], s > 0 and before[s - 1], skips and before[s - 2]] if isinstance(w, torch.Tensor)]
            ways.append(torch.logsumexp(torch.stack(from_where), 0) + lp[t, symbol] if from_where else None)
    return -torch.logsumexp(torch.stack([way for way in ways[-2:] if way is not None]), 0)


def ctc():
    t, n, c = 6, random.randint(1, 3), 4
    raw, args = random.random() < 0.5, dict(zero_infinity=random.random() < 0.5)
    lengths, inputs = torch.randint(1, 4, (n,)), torch.randint(5, 7, (n,))
    target = labels(c, n, 3, low=1)
    rows = [target[i, :k] for i, k in enumerate(lengths)]
    if random.random() < 0.5:
        target = torch.cat(rows)
    x = numbers(t, n, c)
    values = dict(input=x if raw else torch.log_softmax(x, 2), target=target, input_lengths=inputs, target_lengths=lengths)

    def f(v, r):
        lp = torch.log_softmax(v["input"], 2) if raw else v["input"]
        losses = torch.stack([ctc_of(lp[:inputs[i], i], y) for i, y in enumerate(rows)])
        theirs = F.ctc_loss(lp, target, inputs, lengths, reduction="none")
        assert torch.allclose(losses, theirs, rtol=1e-12), (losses, theirs)
        return reduced(losses / lengths if r == "mean" else losses, r)
    return "CTCLoss", values, dict(args, from_logits=True) if raw else args, f


def choose(*values):
    return lambda: random.choice(values)


MAKERS = [
    pair("MSELoss", F.mse_loss), pair("l1_loss", F.l1_loss),
    pair("SmoothL1Loss", F.smooth_l1_loss, beta=choose(0.5, 1.0, 2.0)), pair("HuberLoss", F.huber_loss, delta=choose(0.5, 1.0)),
    pair("LogCosh", log_cosh), pair("Quantile", quantile, quantile=choose(0.1, 0.9)),
    pair("SoftMarginLoss", F.soft_margin_loss, t=signs),
    pair("HingeEmbeddingLoss", F.hinge_embedding_loss, t=signs, margin=choose(0.5, 1.0)),
    binary("BCELoss", F.binary_cross_entropy, unit), binary("BCEWithLogitsLoss", F.binary_cross_entropy_with_logits, numbers),
    kl, poisson, gaussian, focal_binary, cross_entropy, cross_entropy, nll,
    by_rows("Focal", focal, gamma=choose(0.0, 1.0, 2.0)),
    by_rows("GeneralizedCrossEntropy", generalized, q=choose(0.3, 0.7, 1.0)),
    by_rows("SymmetricCrossEntropy", symmetric, alpha=choose(0.1, 1.0), beta=choose(0.5, 1.0), log_zero=choose(-4.0, -6.0)),
    by_rows("Poly", poly, eps=choose(-1.0, 1.0, 2.0)), brier, z_loss, ordinal,
    multi_margin, multi_label_margin, multi_label_soft_margin,
    margin_ranking, cosine, triplet, triplet_with_distance, info_nce, linear_cross_entropy,
    overlap("Dice", lambda tp, fp, fn, smooth: 1 - (2 * tp + smooth) / (2 * tp + fp + fn + smooth), smooth=choose(1.0, 0.5)),
    overlap("Jaccard", lambda tp, fp, fn, smooth: 1 - (tp + smooth) / (tp + fp + fn + smooth), smooth=choose(1.0, 0.5)),
    overlap("Tversky", lambda tp, fp, fn, alpha, beta, smooth: 1 - (tp + smooth) / (tp + alpha * fp + beta * fn + smooth),
            alpha=choose(0.3, 0.5), beta=choose(0.5, 0.7), smooth=choose(1.0)),
    ctc,
]


# ----------------------------------------------------------------------------------------------------------- documents
# Targets that are signs or counts: PyTorch has no gradient for them, or NaN.
CONSTANT = ["SoftMarginLoss", "HingeEmbeddingLoss", "MarginRankingLoss", "CosineEmbeddingLoss", "PoissonNLLLoss"]


def plain(x):
    if isinstance(x, bool) or not isinstance(x, float) or math.isfinite(x):
        return x
    return "NaN" if math.isnan(x) else "Infinity" if x > 0 else "-Infinity"


def nested(x):
    return [nested(part) for part in x] if isinstance(x, list) else plain(x)


def written(x, as_object):
    if not isinstance(x, torch.Tensor):
        return x
    if not as_object:
        return nested(x.tolist())
    dtype = {torch.float64: "float64", torch.float32: "float32", torch.int64: "int64"}[x.dtype]
    return dict(dtype=dtype, shape=list(x.shape), data=nested(x.flatten().tolist()))


def document(number, make):
    name, values, args, f = make()
    as_object = random.random() < 0.5
    reduction = random.choice(["mean", "sum", "none"])
    leaves = {k: v.clone().requires_grad_(v.is_floating_point() and not (k == "target" and name in CONSTANT))
              for k, v in values.items()}
    loss = f(leaves, reduction)
    upstream = maybe(lambda: numbers(*loss.shape, low=0.5, high=2))
    floating = {k: v for k, v in leaves.items() if v.requires_grad}
    pulled = torch.autograd.grad(
        loss, list(floating.values()), torch.ones_like(loss) if upstream is None else upstream, allow_unused=True)
    json_args = {k: written(v, as_object) for k, v in args.items() if v is not None}
    if reduction != "mean" or random.random() < 0.5:
        json_args["reduction"] = reduction
    case = dict(id=f"{name} {number}", loss=name, args=json_args, dtype="float64")
    case.update({k: written(v, as_object) for k, v in values.items()})
    if upstream is not None:
        case["upstream"] = written(upstream, as_object)
    case["expected"] = dict(loss=written(loss.detach(), as_object)) | {
        f"grad_{k}": written(g, as_object) for k, g in zip(floating, pulled) if g is not None}
    return case


def main(rounds, seed, write):
    for i in range(rounds):
        for place, make in enumerate(MAKERS):
            random.seed(1000 * (1000 * seed + i) + place)
            torch.manual_seed(random.getrandbits(32))
            write(json.dumps(document(i, make), separators=(",", ":"), allow_nan=False) + "\n")


if len(sys.argv) > 1:
    main(int(sys.argv[1]), int(sys.argv[2]), sys.stdout.write)
else:
    with open(pathlib.Path(sys.argv[0]).with_suffix(".jsonl"), "w") as file:
        main(4, 1, file.write)

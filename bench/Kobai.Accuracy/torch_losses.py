"""Computes losses and gradients with PyTorch: python3 torch_losses.py samples.jsonl answers.jsonl, one sample a line.
Losses that PyTorch has no function for are composed of its functions in the way that its users do."""
import json
import sys
import torch
import torch.nn.functional as F

torch.set_num_threads(1)


class Sample:
    """What a line holds, as tensors."""

    def __init__(self, line):
        self.type = torch.float32 if line["Type"] == 0 else torch.float64
        self.inputs = [self.tensor(column) for column in line["Inputs"]]
        for x in self.inputs[:line["Tracked"]]:
            x.requires_grad_()
        self.tracked = self.inputs[:line["Tracked"]]
        self.labels = {k: self.tensor(v, torch.int64) for k, v in line["Labels"].items()}
        self.constants = {k: self.tensor(v) for k, v in line["Constants"].items()}
        self.settings = {k: float(v) for k, v in line["Settings"].items()}

    def tensor(self, column, type=None):
        numbers = [float(v) for v in column["Data"]]
        return torch.tensor(numbers, dtype=torch.float64).to(type or self.type).reshape(column["Shape"])

    def __getitem__(self, name):
        return self.settings[name]

    @property
    def x(self):
        return self.inputs[0]

    @property
    def t(self):
        return self.labels["labels"] if "labels" in self.labels else self.inputs[1]

    @property
    def weight(self):
        return self.constants.get("weight")


def cross_entropy(s):
    return F.cross_entropy(s.x, s.t, s.weight, label_smoothing=s.settings.get("label_smoothing", 0), reduction="none")


def probability(s):
    """Of the label."""
    return s.x.softmax(1).gather(1, s.t[:, None])[:, 0]


def focal(s):
    return (1 - probability(s)) ** s["gamma"] * cross_entropy(s)


def binary_focal(s):
    p, entropy = s.x.sigmoid(), F.binary_cross_entropy_with_logits(s.x, s.t, reduction="none")
    loss = entropy * (1 - (p * s.t + (1 - p) * (1 - s.t))) ** s["gamma"]
    return loss if s["alpha"] < 0 else (s["alpha"] * s.t + (1 - s["alpha"]) * (1 - s.t)) * loss


def ordinal(s):
    above = (s.t[:, None] > torch.arange(s.x.shape[1])).to(s.type)
    return F.binary_cross_entropy_with_logits(s.x, above, reduction="none").sum(1)


def overlap(s, share):
    return 1 - share((s.x * s.t).sum(1), s.x.sum(1), s.t.sum(1))


def info_nce(s):
    a, b = (F.normalize(v, dim=1) for v in s.inputs) if s["normalize"] else s.inputs
    logits, diagonal = a @ b.T / s["temperature"], torch.arange(len(a))
    forward = F.cross_entropy(logits, diagonal, reduction="none")
    return (forward + F.cross_entropy(logits.T, diagonal, reduction="none")) / 2 if s["symmetric"] else forward


def linear_cross_entropy(s):
    logits = F.linear(*s.inputs, s.constants.get("bias"))
    return F.cross_entropy(logits, s.t, label_smoothing=s["label_smoothing"], reduction="none")


none = dict(reduction="none")
losses = {
    "SquaredError": lambda s: F.mse_loss(s.x, s.t, **none),
    "AbsoluteError": lambda s: F.l1_loss(s.x, s.t, **none),
    "SmoothAbsoluteError": lambda s: F.smooth_l1_loss(s.x, s.t, beta=s["beta"], **none),
    "Huber": lambda s: F.huber_loss(s.x, s.t, delta=s["delta"], **none),
    "LogCosh": lambda s: (s.x - s.t).cosh().log(),
    "Quantile": lambda s: s["quantile"] * (s.t - s.x).relu() + (1 - s["quantile"]) * (s.x - s.t).relu(),
    "SoftMargin": lambda s: F.soft_margin_loss(s.x, s.t, **none),
    "HingeEmbedding": lambda s: F.hinge_embedding_loss(s.x, s.t, s["margin"], **none),
    "PoissonNegativeLogLikelihood": lambda s: F.poisson_nll_loss(
        s.x, s.t, log_input=bool(s["log_input"]), full=bool(s["full"]), eps=s["eps"], **none),
    "BinaryCrossEntropy": lambda s: F.binary_cross_entropy(s.x, s.t, **none),
    "BinaryCrossEntropyWithLogits": lambda s: F.binary_cross_entropy_with_logits(
        s.x, s.t, s.weight, pos_weight=s.constants.get("pos_weight"), **none),
    "KullbackLeibler": lambda s: F.kl_div(s.x, s.t, log_target=bool(s["log_target"]), **none),
    "GaussianNegativeLogLikelihood": lambda s: F.gaussian_nll_loss(*s.inputs, full=bool(s["full"]), eps=s["eps"], **none),
    "BinaryFocal": binary_focal,
    "MultiLabelSoftMargin": lambda s: F.multilabel_soft_margin_loss(s.x, s.t, s.weight, **none),
    "Ordinal": ordinal,
    "Brier": lambda s: (s.x - F.one_hot(s.t, s.x.shape[1])).square().sum(1),
    "MarginRanking": lambda s: F.margin_ranking_loss(*s.inputs, margin=s["margin"], **none),
    "MultiMargin": lambda s: F.multi_margin_loss(s.x, s.t, int(s["p"]), s["margin"], s.weight, **none),
    "MultiLabelMargin": lambda s: F.multilabel_margin_loss(s.x, s.t, **none),
    "CosineEmbedding": lambda s: F.cosine_embedding_loss(*s.inputs, margin=s["margin"], **none),
    "TripletMargin": lambda s: F.triplet_margin_loss(
        *s.inputs, margin=s["margin"], p=s["p"], eps=s["eps"], swap=bool(s["swap"]), **none),
    "Dice": lambda s: overlap(s, lambda both, p, t: (2 * both + s["smooth"]) / (p + t + s["smooth"])),
    "Jaccard": lambda s: overlap(s, lambda both, p, t: (both + s["smooth"]) / (p + t - both + s["smooth"])),
    "Tversky": lambda s: overlap(s, lambda both, p, t: (both + s["smooth"])
                                 / (both + s["alpha"] * (p - both) + s["beta"] * (t - both) + s["smooth"])),
    "CrossEntropy": cross_entropy,
    "NegativeLogLikelihood": lambda s: F.nll_loss(s.x, s.t, s.weight, **none),
    "Focal": focal,
    "GeneralizedCrossEntropy": lambda s: (1 - probability(s) ** s["q"]) / s["q"],
    "SymmetricCrossEntropy": lambda s: s["alpha"] * cross_entropy(s) - s["beta"] * s["logZero"] * (1 - probability(s)),
    "Poly": lambda s: cross_entropy(s) + s["epsilon"] * (1 - probability(s)),
    "ZLoss": lambda s: s.x.logsumexp(1) ** 2,
    "InfoNce": info_nce,
    "LinearCrossEntropy": linear_cross_entropy,
    "Ctc": lambda s: F.ctc_loss(s.x.log_softmax(2), s.labels["targets"], s.labels["input_lengths"], s.labels["target_lengths"],
                                int(s["blank"]), **none),
}


def plain(x):
    return [v if abs(v) < float("inf") else str(v).replace("inf", "Infinity").replace("nan", "NaN") for v in x.detach().flatten().tolist()]


with open(sys.argv[1]) as samples, open(sys.argv[2], "w") as answers:
    for line in map(json.loads, samples):
        s = Sample(line["Sample"])
        y = losses[line["Method"]](s)
        y.sum().backward()
        gradients = [plain(torch.zeros_like(x) if x.grad is None else x.grad) for x in s.tracked]
        print(json.dumps(dict(Losses=plain(y), Gradients=gradients)), file=answers)

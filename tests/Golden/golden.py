"""What the programs beside this file share: cases of float64 inputs, outputs and gradients, written one a line."""
import json
import math
import pathlib
import sys
import torch
from torch import float64

torch.set_default_dtype(float64)
torch.set_num_threads(1)


def plain(x):
    """A number as JSON can say it: whole ones without a point, the others by their shortest exact digits."""
    if not math.isfinite(x):
        return "NaN" if math.isnan(x) else "Infinity" if x > 0 else "-Infinity"
    return int(x) if x == int(x) and abs(x) < 1e15 and str(x) != "-0.0" else x


def tensor(x):
    return dict(shape=list(x.shape), data=[plain(v) for v in x.detach().flatten().tolist()])


def random(*shape, low=-3.0, high=3.0):
    """Numbers of two decimals, no two alike."""
    count = math.prod(shape)
    steps = round((high - low) * 100)
    picked = torch.randperm(steps)[:count] if count <= steps else torch.randint(steps, (count,))
    return ((picked + round(low * 100)).to(float64) / 100).reshape(shape)


class Cases:
    """The cases of one file; its random numbers depend on their order alone."""

    def __init__(self, seed):
        torch.manual_seed(seed)
        self.lines = []

    def add(self, op, f, *inputs, gradients=True, **args):
        """Runs f on the inputs, then the backward pass from an upstream gradient of two decimals."""
        leaves = [x.clone().requires_grad_(gradients) for x in inputs]
        outputs = f(*leaves)
        outputs = list(outputs) if isinstance(outputs, (tuple, list)) else [outputs]
        smooth = [y for y in outputs if y.requires_grad]
        upstream = [random(*y.shape, low=-2, high=2) for y in smooth]
        case = dict(op=op, args=args, inputs=[tensor(x) for x in leaves], outputs=[tensor(y) for y in outputs])
        if gradients:
            pulled = torch.autograd.grad(smooth, leaves, upstream, allow_unused=True)
            case["upstream"] = [tensor(g) for g in upstream]
            case["gradients"] = [None if g is None else tensor(g) for g in pulled]
        self.lines.append(case)

    def write(self):
        path = pathlib.Path(sys.argv[0]).with_suffix(".json")
        lines = (json.dumps(line, separators=(",", ":"), allow_nan=False) for line in self.lines)
        path.write_text("[\n" + ",\n".join(lines) + "\n]\n")

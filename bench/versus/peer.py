"""PyTorch's side of the comparison: answers one line of JSON with one line of JSON.
{"row": NAME} prepares a row in a process of its own and answers what one step computes; {"seconds": S} times it;
{"done": true} ends that process."""
import ctypes
import gc
import json
import math
import os
import statistics
import sys
import threading
import time

import torch
import torch.nn.functional as F
from torch import nn

torch.set_num_threads(int(os.environ["OMP_NUM_THREADS"]))
randn = torch.randn


def leaf(*shape):
    return randn(*shape).requires_grad_()


def forward_backward(x, f):
    def step():
        for leaf in x:
            leaf.grad = None
        y = f(*x)
        (y if y.dim() == 0 else y.sum()).backward()
        return [y.detach(), *(leaf.grad for leaf in x)]
    return step


def product(form, m, k, n):
    a = randn(k, m).T if form == "tn" else randn(m, k)
    b = randn(n, k).T if form == "nt" else randn(k, n)
    return lambda: [a @ b]


def tiny():
    """The quickest way found to write this loop: the optimizer's own step takes half as long again."""
    x = torch.tensor([[0.1, 0.5, -0.2, 1.2, 0.3], [0.7, -0.2, -0.4, 0.8, -1.0]])
    y = torch.tensor([[1.0], [0.0]])
    w = leaf(1, 5)
    numbers = w.data

    def step():
        w.grad = None
        F.binary_cross_entropy_with_logits(F.linear(x, w), y, reduction="sum").backward()
        numbers.sub_(w.grad, alpha=0.1)
        return [numbers]
    return step


def network(model, make, *shape):
    x = randn(*shape)
    t = torch.arange(shape[0]) % 10
    parameters = list(model.parameters())
    optimizer = make(parameters)

    def step():
        optimizer.zero_grad(set_to_none=True)
        loss = F.cross_entropy(model(x), t)
        loss.backward()
        optimizer.step()
        return [loss.detach(), *(p.detach() for p in parameters)]
    return step


def mlp():
    return nn.Sequential(nn.Linear(784, 512), nn.ReLU(), nn.Linear(512, 256), nn.ReLU(), nn.Linear(256, 10))


def lenet():
    return nn.Sequential(
        nn.Conv2d(1, 6, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(6, 16, 5), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(), nn.Linear(400, 120), nn.ReLU(), nn.Linear(120, 84), nn.ReLU(), nn.Linear(84, 10))


def cnn():
    return nn.Sequential(
        nn.Conv2d(1, 32, 3), nn.ReLU(), nn.Conv2d(32, 64, 3), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(), nn.Linear(9216, 128), nn.ReLU(), nn.Linear(128, 10))


def bce(n):
    t = (torch.arange(n) % 2).float()
    return forward_backward([leaf(n)], lambda x: F.binary_cross_entropy_with_logits(x, t))


def cross_entropy(n, c, smoothing):
    t = torch.arange(n) % c
    return forward_backward([leaf(n, c)], lambda x: F.cross_entropy(x, t, label_smoothing=smoothing))


def linear_cross_entropy(n, d, c):
    t = torch.arange(n) * 7919 % c
    h, w = leaf(n, d), leaf(c, d)
    with torch.no_grad():
        w.mul_(0.05)
    return forward_backward([h, w], lambda h, w: F.cross_entropy(h @ w.T, t))


def attention(*shape):
    def f(q, k, v):
        return (torch.softmax(q @ k.transpose(1, 2) / math.sqrt(shape[2]), 2) @ v * q).sum()
    return forward_backward([leaf(*shape) for _ in range(3)], f)


def transformer_layer(n, length, size):
    layer = nn.TransformerEncoderLayer(size, 8, 1024, dropout=0, norm_first=True, batch_first=True)
    mask = torch.ones(length, length).triu(1).bool()
    return forward_backward([leaf(n, length, size)], lambda x: (layer(x, mask) * x).sum())


def optimizer_step(make, *shapes):
    parameters = [leaf(*shape) for shape in shapes]
    for p in parameters:
        p.grad = randn(*p.shape)
    optimizer = make(parameters)

    def step():
        optimizer.step()
        return [p.detach() for p in parameters]
    return step


def element_wise(f, *shape):
    x = randn(*shape)
    return lambda: [f(x)]


def masked(f, *shape):
    """A function of rows, of whose results every second column counts."""
    x = leaf(*shape)
    mask = (torch.arange(shape[1]) % 2).float()
    return forward_backward([x], lambda x: (f(x) * mask).sum())


def logistic_regression(n, d):
    from sklearn.linear_model import LogisticRegression
    x = randn(n, d)
    w = torch.linspace(-1, 1, d)
    y = ((x @ w) + 0.5 * randn(n) > 0).numpy()
    x = x.numpy()

    def step():
        model = LogisticRegression().fit(x, y)
        return [torch.tensor(model.coef_, dtype=torch.float32).reshape(-1)]
    return step


SGD = lambda p: torch.optim.SGD(p, 0.01)
MOMENTUM = lambda p: torch.optim.SGD(p, 0.01, momentum=0.9)
ADAM = lambda p: torch.optim.Adam(p, 0.001)
MLP_SHAPES = [(512, 784), (512,), (256, 512), (256,), (10, 256), (10,)]
LARGE_SHAPES = [(1000, 1000)] * 10
OPTIMIZERS = {"SGD momentum": MOMENTUM, "Adam": ADAM}


def find(row):
    name, _, size = row.partition(" | ")
    sizes = [int(s) for s in size.split("x")] if size else []
    if name.startswith("matrix product"):
        return product(name.split()[-1], *sizes)
    if name == "matrix × vector":
        return product("nn", *sizes, 1)
    if name.startswith("MLP"):
        return network(mlp(), ADAM if name.endswith("Adam") else SGD, 128, 784)
    if name == "LeNet-5":
        return network(lenet(), SGD, 64, 1, 28, 28)
    if name == "CNN 32-64":
        return network(cnn(), SGD, 64, 1, 28, 28)
    if name.startswith("step of"):
        return optimizer_step(OPTIMIZERS[name[8:]], *(LARGE_SHAPES if sizes[0] > 1_000_000 else MLP_SHAPES))
    return {
        "tiny loop": tiny,
        "BCE with logits": bce,
        "cross-entropy": lambda *s: cross_entropy(*s, 0),
        "cross-entropy, smoothed": lambda *s: cross_entropy(*s, 0.1),
        "linear + cross-entropy": linear_cross_entropy,
        "attention": attention,
        "transformer layer": transformer_layer,
        "exp": lambda n: element_wise(torch.exp, n),
        "sigmoid": lambda n: element_wise(torch.sigmoid, n),
        "tanh": lambda n: element_wise(torch.tanh, n),
        "GELU": lambda n: element_wise(F.gelu, n),
        "softmax": lambda *s: masked(lambda x: F.softmax(x, 1), *s),
        "layer norm": lambda *s: masked(lambda x: F.layer_norm(x, s[1:]), *s),
        "add": lambda *s: (lambda a, b: lambda: [a + b])(randn(*s), randn(*s)),
        "add strided": lambda *s: (lambda a, b: lambda: [a[:, ::2] + b])(randn(s[0], 2 * s[1]), randn(*s)),
        "add transposed": lambda *s: (lambda a, b: lambda: [a.T + b])(randn(s[1], s[0]), randn(*s)),
        "add row": lambda *s: (lambda a, b: lambda: [a + b])(randn(*s), randn(s[1])),
        "add column": lambda *s: (lambda a, b: lambda: [a + b])(randn(*s), randn(s[0], 1)),
        "sum of all": lambda *s: element_wise(torch.sum, *s),
        "sum of rows": lambda *s: element_wise(lambda x: x.sum(1), *s),
        "sum of columns": lambda *s: element_wise(lambda x: x.sum(0), *s),
        "logistic regression fit": logistic_regression,
    }[name](*sizes)


def values(tensors):
    """Two numbers of each result: its sum in the units of one, and its norm; a piece at a time, to need no memory."""
    for t in tensors:
        total = squares = 0.0
        for piece in t.detach().reshape(-1).split(1 << 20):
            wide = piece.double()
            total += wide.sum().item()
            squares += (wide @ wide).item()
        yield total / math.sqrt(max(1, t.numel()))
        yield math.sqrt(squares)


def peak():
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmHWM"))


def forget_peak():
    """What preparing took is given back, and the peak of resident memory begins anew."""
    gc.collect()
    ctypes.CDLL(None).malloc_trim(0)
    with open("/proc/self/clear_refs", "w") as refs:
        refs.write("5")


def measure(step, seconds):
    """The median time of a step, in batches of at least a millisecond."""
    count = 1
    while True:
        start = time.perf_counter()
        for _ in range(count):
            step()
        took = time.perf_counter() - start
        if took > 1e-3 or count > 1_000_000:
            break
        count *= 2
    times = [took / count]
    end = time.perf_counter() + seconds - took
    while time.perf_counter() < end:
        start = time.perf_counter()
        for _ in range(count):
            step()
        times.append((time.perf_counter() - start) / count)
    return statistics.median(times)


def settle():
    """Waits until no other thread looks for work, as OpenBLAS's do for a tenth of a second: they would be in the way."""
    own = str(threading.get_native_id())
    end = time.perf_counter() + 1
    while any(is_running(thread) for thread in os.listdir("/proc/self/task") if thread != own) and time.perf_counter() < end:
        time.sleep(0.002)


def is_running(thread):
    with open(f"/proc/self/task/{thread}/stat") as stat:
        return stat.read().rpartition(")")[2].split()[0] == "R"


def answer(reply):
    print(json.dumps(reply), flush=True)


def serve(row):
    torch.manual_seed(1)
    step = find(row)
    start = time.perf_counter()
    results = step()
    took = time.perf_counter() - start
    numbers = [v if math.isfinite(v) else str(v) for v in values(results)]
    answer({"values": numbers, "seconds": took})
    del results
    forget_peak()
    for line in sys.stdin:
        request = json.loads(line)
        if "done" in request:
            break
        seconds = measure(step, request["seconds"])
        settle()
        answer({"seconds": seconds, "peak": peak()})


if sys.argv[1:] == ["--first-step"]:
    tiny()()
    answer({"peak": peak()})
    sys.exit()

# A process of its own for each row, made by fork: torch is imported once.
for line in sys.stdin:
    if "version" in json.loads(line):
        answer({"version": torch.__version__})
        continue
    child = os.fork()
    if child == 0:
        serve(json.loads(line)["row"])
        os._exit(0)
    os.waitpid(child, 0)
    answer({"done": True})  # before it, a next request could end in the child's buffer

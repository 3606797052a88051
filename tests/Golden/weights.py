"""Files that PyTorch and NumPy write, in weights/, and what they hold, in weights.json."""
import collections
import json
import pathlib
import warnings
import numpy
import torch
from torch import nn
from golden import random, tensor

warnings.simplefilter("ignore")
torch.manual_seed(5)
folder = pathlib.Path(__file__).parent / "weights"
cases = {}


def save(name, value, **how):
    torch.save(value, folder / name, **how)


def holds(name, tensors):
    cases[name] = {key: tensor(torch.as_tensor(value).double()) for key, value in tensors.items()}


# Types, views, shared storages, parameters.
base = torch.arange(24, dtype=torch.float32).reshape(4, 6) / 3
types = collections.OrderedDict(
    double=random(2, 3), float=base, transposed=base.T, part=base[1:3, ::2], half=random(5).half(), bfloat16=random(5).bfloat16(),
    long=torch.tensor([2 ** 53, -3]), int=torch.tensor([-2 ** 31, 7], dtype=torch.int32),
    short=torch.tensor([-2 ** 15, 7], dtype=torch.int16), char=torch.tensor([-128, 7], dtype=torch.int8),
    byte=torch.tensor([255, 0], dtype=torch.uint8), bool=torch.tensor([True, False]), scalar=torch.tensor(0.1),
    empty=torch.zeros(3, 0), parameter=nn.Parameter(torch.ones(2, 2)), 名前=torch.tensor([1.5]))
save("types.pt", types)
save("types-protocol4.pt", types, pickle_protocol=4)
holds("types.pt", types)

# A checkpoint: dictionaries in a dictionary, numbers, texts, lists.
model = nn.Linear(3, 2)
optimizer = torch.optim.Adam(model.parameters())
model(random(4, 3)).sum().backward()
optimizer.step()
save("checkpoint.pt", dict(
    model=model.state_dict(), optimizer=optimizer.state_dict(), epoch=3, loss=0.25, seed=2 ** 64 - 1, note="été", done=False, none=None,
    history=[1, 2.5], shape=torch.Size([2, 3]), device=torch.device("cpu"), type=torch.float32, pair=(1, "a"), deep=[{"x": [random(2)]}]))
holds("checkpoint.pt", {f"model.{k}": v for k, v in model.state_dict().items()} | {
    f"optimizer.state.{i}.{k}": v for i, s in optimizer.state_dict()["state"].items() for k, v in s.items()}
    | {"deep.0.x.0": torch.load(folder / "checkpoint.pt")["deep"][0]["x"][0]})
save("bare.pt", random(2, 2))
holds("bare.pt", {"": torch.load(folder / "bare.pt")})
save("legacy.pt", types, _use_new_zipfile_serialization=False)
save("whole-model.pt", model)
torch.jit.save(torch.jit.script(model), folder / "script.pt")
save("expanded.pt", dict(x=torch.ones(1).expand(1000)))
save("complex.pt", dict(x=torch.ones(1, dtype=torch.complex64)))


class Evil:
    def __reduce__(self):
        import os
        return os.system, ("echo run > /tmp/was-run",)


save("evil.pt", dict(x=Evil()))

# NumPy.
numpy.random.seed(5)
matrix = numpy.random.randint(-9, 9, (3, 4)) / 4
arrays = {kind: matrix.astype(kind) for kind in ("<f2", "<f4", "<f8", ">f2", ">f4", ">f8", "i1", "<i2", ">i2", "<i4", ">i4", "<i8", ">i8")}
arrays |= {kind: abs(matrix).astype(kind) for kind in ("u1", "<u2", ">u2", "<u4", ">u4", "<u8", ">u8", "?")}
numpy.savez(folder / "types.npz", **arrays)
numpy.savez_compressed(folder / "compressed.npz", zeros=numpy.zeros((100, 100)), matrix=matrix)
holds("types.npz", {key: torch.tensor(value.astype("=f8")) for key, value in arrays.items()})
holds("compressed.npz", dict(zeros=torch.zeros(100, 100), matrix=matrix))
cube = numpy.arange(24).reshape(2, 3, 4)
for name, array, version in (
    ("fortran", numpy.asfortranarray(cube / 4), (1, 0)), ("version2", cube / 4, (2, 0)), ("version3", cube / 4, (3, 0)),
    ("scalar", numpy.array(2.5), (1, 0)), ("vector", numpy.arange(5.0), (1, 0)), ("empty", numpy.zeros((2, 0), "f4"), (1, 0)),
    ("labels", cube[0], (1, 0)), ("labels-fortran", numpy.asfortranarray(cube), (1, 0)), ("labels-big", cube[0].astype(">u2"), (1, 0)),
    ("object", numpy.array([None]), (1, 0)), ("structure", numpy.zeros(2, [("a", "f4"), ("b", "f4", (2,))]), (2, 0)),
    ("complex", numpy.zeros(2, "c8"), (1, 0)), ("text", numpy.array(["a"]), (1, 0)),
):
    with open(folder / f"{name}.npy", "wb") as file:
        numpy.lib.format.write_array(file, array, version=version)
    if array.dtype.kind in "fiu":
        holds(f"{name}.npy", {"": torch.tensor(array.astype("=f8"))})


# Whole models: the state, an input, and the output in double precision.
def trained(name, module, *inputs):
    module = module.double()
    optimizer = torch.optim.SGD(module.parameters(), 0.1)
    for _ in range(2):
        y = module(*inputs)
        (y[0] if isinstance(y, tuple) else y).square().mean().backward()
        optimizer.step()
    module.eval()
    with torch.no_grad():
        y = module(*inputs)
    save(f"{name}.pt", module.state_dict())
    cases[f"{name}.pt"] = dict(input=tensor(inputs[0]), output=tensor(y[0] if isinstance(y, tuple) else y))


trained("cnn", nn.Sequential(
    nn.Conv2d(1, 4, 3, padding=1), nn.BatchNorm2d(4), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(4, 6, 3), nn.BatchNorm2d(6), nn.ReLU(),
    nn.Flatten(), nn.Dropout(0.25), nn.Linear(24, 5)), random(6, 1, 8, 8))
trained("lstm", nn.LSTM(3, 4, num_layers=2, bidirectional=True, batch_first=True), random(2, 5, 3))
trained("gru", nn.GRU(3, 4, num_layers=2, batch_first=True), random(2, 5, 3))
trained("transformer", nn.TransformerEncoderLayer(8, 2, 16, dropout=0, batch_first=True), random(2, 5, 8))

(folder.parent / "weights.json").write_text(json.dumps(cases, separators=(",", ":"), ensure_ascii=False).replace('},"', '},\n"') + "\n")

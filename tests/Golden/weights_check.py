"""Reads the files that Kobai wrote, weights/kobai*, or those in the folder that is named, with PyTorch, NumPy and a reader of
safetensors written after its specification."""
import json
import pathlib
import struct
import sys
import numpy
import torch

folder = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else pathlib.Path(__file__).parent / "weights"


def safetensors(path):
    data = path.read_bytes()
    length, = struct.unpack("<Q", data[:8])
    header, body = json.loads(data[8:8 + length]), data[8 + length:]
    kinds = dict(F32="<f4", F64="<f8")
    assert length % 8 == 0 and header.pop("__metadata__") == {"made": "by Kobai"}
    return {name: numpy.frombuffer(body[slice(*e["data_offsets"])], kinds[e["dtype"]]).reshape(e["shape"]) for name, e in header.items()}


expected = {"weight": numpy.arange(6, dtype="f4").reshape(2, 3) / numpy.float32(2), "layer.bias": numpy.array([0.1, -2.5]),
            "scalar": numpy.array(3.0, "f4"), "empty": numpy.zeros((0, 2), "f4")}
for name, tensors in {
    "safetensors": safetensors(folder / "kobai.safetensors"), "pt": torch.load(folder / "kobai.pt"), "npz": numpy.load(folder / "kobai.npz"),
    "compressed": numpy.load(folder / "kobai.compressed.npz"),
}.items():
    assert list(tensors) == list(expected), name
    for key, value in expected.items():
        read = numpy.asarray(tensors[key])
        assert read.dtype == value.dtype and read.shape == value.shape and (read == value).all(), (name, key)
assert (numpy.load(folder / "kobai.npy") == expected["weight"]).all()
assert (numpy.load(folder / "kobai-labels.npy") == numpy.array([[2, 0], [1, 2 ** 62 + 1]])).all()

net = torch.nn.Sequential(torch.nn.Linear(3, 4), torch.nn.BatchNorm1d(4), torch.nn.ReLU(), torch.nn.Linear(4, 2)).double()
net.load_state_dict(torch.load(folder / "kobai-net.pt"))
assert net[1].num_batches_tracked.item() == 1
run = numpy.load(folder / "kobai-net.npz")
y = net.eval()(torch.tensor(run["x"])).detach().numpy()
assert abs(y - run["y"]).max() < 1e-12

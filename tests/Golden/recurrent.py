#!/usr/bin/python3
"""Writes recurrent.json: recurrent networks and cells as PyTorch initializes them from a seed in float32, and what they
compute in float64 with those weights. Run: python3 recurrent.py

Inputs are the data, the first states if any, then the parameters in the order of PyTorch's state_dict."""
import torch
from torch import float32, float64, nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence
from golden import Cases, random

cases = Cases(seed=5)


def seeded(seed, make):
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        torch.set_default_dtype(float32)
        module = make()
        torch.set_default_dtype(float64)
    return module.double()


def network(kind, inputs, units, x, seed=0, states=False, lengths=None, **options):
    make = dict(rnn=nn.RNN, lstm=nn.LSTM, gru=nn.GRU)[kind]
    module = seeded(seed, lambda: make(inputs, units, **options))
    names = [name for name, _ in module.named_parameters()]
    batch_first = options.get("batch_first", False)
    directions = options.get("num_layers", 1) * (2 if options.get("bidirectional") else 1)
    rows = x.shape[0 if batch_first else 1] if x.dim() == 3 else None
    size = lambda last: (directions, last) if rows is None else (directions, rows, last)
    first = []
    if states:
        first = [random(*size(options.get("proj_size", 0) or units), low=-1, high=1)]
        if kind == "lstm":
            first.append(random(*size(units), low=-1, high=1))

    def run(x, *rest):
        state, module._flat_weights = rest[:len(first)], list(rest[len(first):])
        data = x if lengths is None else pack_padded_sequence(x, torch.tensor(lengths), batch_first, enforce_sorted=False)
        arguments = (data,) if not state else (data, state if kind == "lstm" else state[0])
        y, last = module(*arguments)
        if lengths is not None:
            y, _ = pad_packed_sequence(y, batch_first, total_length=x.shape[1 if batch_first else 0])
        return (y, *last) if kind == "lstm" else (y, last)

    extra = {} if lengths is None else dict(lengths=lengths)
    cases.add(kind, run, x, *first, *(p.detach() for p in module.parameters()), seed=seed, names=names, inputs=inputs, units=units,
              states=states, **options, **extra)


for kind in "rnn", "lstm", "gru":
    for seed in 0, 42, -7:
        network(kind, 3, 5, random(4, 2, 3), seed=seed)
    network(kind, 3, 5, random(4, 2, 3), states=True, num_layers=2, bidirectional=True)
    network(kind, 2, 9, random(3, 2, 2), states=True, bias=False)
    network(kind, 3, 4, random(3, 4, 3), batch_first=True, num_layers=2)
    network(kind, 3, 4, random(4, 6, 3), batch_first=True, num_layers=2, bidirectional=True, states=True, lengths=[3, 6, 1, 4])
    network(kind, 3, 5, random(5, 3, 3), lengths=[2, 2, 4])
    network(kind, 3, 4, random(5, 3), states=True, bidirectional=True)
network("rnn", 3, 5, random(4, 2, 3), nonlinearity="relu", num_layers=2, states=True)
network("lstm", 3, 5, random(4, 2, 3), proj_size=2, num_layers=2, bidirectional=True, states=True)
network("lstm", 3, 5, random(4, 3, 3), proj_size=2, bidirectional=True, states=True, lengths=[4, 1, 3])


def cell(kind, make, states, **options):
    module = seeded(1, lambda: make(3, 5, **options))
    names = [name for name, _ in module.named_parameters()]
    first = [random(2, 5, low=-1, high=1) for _ in range(states)]

    def run(x, *rest):
        state, parameters = rest[:states], dict(zip(names, rest[states:]))
        return torch.nn.utils.stateless.functional_call(module, parameters, (x, state if states == 2 else state[0]))

    cases.add(kind, run, random(2, 3), *first, *(p.detach() for p in module.parameters()), seed=1, names=names, **options)


for bias in True, False:
    cell("rnn_cell", nn.RNNCell, 1, bias=bias)
    cell("rnn_cell", nn.RNNCell, 1, bias=bias, nonlinearity="relu")
    cell("lstm_cell", nn.LSTMCell, 2, bias=bias)
    cell("gru_cell", nn.GRUCell, 1, bias=bias)

for kind, make in ("lstm", nn.LSTM), ("gru", nn.GRU):
    x = random(4, 2, 3).to(float32)
    torch.manual_seed(42)
    torch.set_default_dtype(float32)
    module = make(3, 5, num_layers=3, dropout=0.4, bidirectional=True)
    torch.set_default_dtype(float64)
    cases.add(f"{kind}_dropout", lambda _: module(x)[0].double(), x.double(), gradients=False, seed=42)

cases.write()

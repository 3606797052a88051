#!/usr/bin/python3
"""Writes attention.json: scaled dot-product attention composed in float64, and the layers made of it as PyTorch initializes them
from a seed in float32, with what they compute in float64. Run: python3 attention.py

Inputs of layers are the data, then the parameters, whose names are given."""
import math
import torch
from torch import float32, float64, nn
from golden import Cases, random, tensor

cases = Cases(seed=11)


def seen(q, k, causal=False, offset=0, pairs=None, keys=None, lengths=None):
    """1 where a query sees a key."""
    queries, count = q.shape[-2], k.shape[-2]
    s = torch.ones(*q.shape[:-2], queries, count, dtype=torch.bool)
    if causal:
        s = s & (torch.arange(count) <= torch.arange(queries)[:, None] + offset)
    if pairs is not None:
        s = s & (pairs != 0)
    if keys is not None:
        s = s & (keys != 0).reshape(*keys.shape[:-1], *(1 for _ in range(q.dim() - keys.dim())), count)
    if lengths is not None:
        s = s & (torch.arange(count) < lengths.reshape(*lengths.shape, *(1 for _ in range(q.dim() - lengths.dim()))))
    return s


def attention(q, k, v, bias=None, scale=None, **mask):
    scores = q @ k.transpose(-2, -1) * (scale or 1 / math.sqrt(q.shape[-1]))
    if bias is not None:
        scores = scores + bias
    visible = seen(q, k.expand(*q.shape[:-2], *k.shape[-2:]), **mask)
    weights = torch.softmax(scores.masked_fill(~visible, -math.inf), -1)
    return torch.where(visible.any(-1, keepdim=True), weights, torch.zeros(())) @ v


def add(q, k, v, bias=None, **args):
    written = {name: tensor(x) if torch.is_tensor(x) else x for name, x in args.items()}
    cases.add("attention", lambda q, k, v, *b: attention(q, k, v, *b, **args), q, k, v, *([] if bias is None else [bias]), **written)


def mask(*shape):
    return torch.randint(0, 2, shape)


add(random(3, 4), random(5, 4), random(5, 2))
add(random(2, 3, 4, 5), random(2, 3, 6, 5), random(2, 3, 6, 3), scale=0.3)
add(random(2, 6, 3), random(2, 6, 3), random(2, 6, 3), causal=True)
add(random(2, 3, 3), random(2, 6, 3), random(2, 6, 4), causal=True, offset=3)
add(random(2, 6, 3), random(2, 4, 3), random(2, 4, 4), causal=True, offset=-2)
add(random(2, 2, 4, 3), random(2, 2, 5, 3), random(2, 2, 5, 3), pairs=mask(4, 5))
add(random(2, 2, 4, 3), random(2, 2, 5, 3), random(2, 2, 5, 3), pairs=mask(2, 1, 4, 5))
add(random(2, 2, 4, 3), random(2, 2, 5, 3), random(2, 2, 5, 3), keys=torch.tensor([[1, 0, 1, 1, 0], [0, 0, 0, 0, 0]]))
add(random(2, 2, 4, 3), random(2, 2, 5, 3), random(2, 2, 5, 3), lengths=torch.tensor([3, 5]), causal=True)
add(random(2, 2, 4, 3), random(2, 2, 5, 3), random(2, 2, 5, 3), lengths=torch.tensor([[3, 0], [5, 1]]))
add(random(2, 2, 4, 3), random(2, 2, 5, 3), random(2, 2, 5, 3), random(4, 5))
add(random(2, 2, 4, 3), random(2, 2, 5, 3), random(2, 2, 5, 3), random(2, 1, 5), causal=True, keys=mask(2, 5))
add(random(2, 3, 4, 3), random(3, 5, 3), random(5, 3))
add(random(2, 140, 2), random(2, 270, 2), random(2, 270, 2), causal=True, offset=130)
add(random(140, 2), random(270, 2), random(270, 2), random(270))


def grouped(q, k, v, **args):
    """Each head of k and v serves a run of heads of q."""
    return attention(q, k.repeat_interleave(q.shape[-3] // k.shape[-3], -3), v.repeat_interleave(q.shape[-3] // v.shape[-3], -3), **args)


cases.add("grouped", grouped, random(2, 6, 3, 4), random(2, 2, 5, 4), random(2, 2, 5, 3))
pairs = mask(6, 3, 5)
cases.add("grouped", lambda q, k, v: grouped(q, k, v, pairs=pairs), random(6, 3, 4), random(3, 5, 4), random(3, 5, 3), pairs=tensor(pairs))


def seeded(seed, make):
    """A module of float32 parameters from the seed; the program's own stream is left alone."""
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        torch.set_default_dtype(float32)
        module = make()
        torch.set_default_dtype(float64)
    return module


def layer(op, make, data, call, seed=0, **args):
    """Parameters of one value, such as biases of 0, are moved, so that their part in the result shows."""
    module = seeded(seed, make)
    names = [name for name, _ in module.named_parameters()]
    filled = [p.flatten()[0].item() if p.unique().numel() == 1 else None for p in module.parameters()]
    parameters = [p.detach().double() for p in module.parameters()]
    parameters = [p if value is None else p + random(*p.shape, low=-0.2, high=0.2) for p, value in zip(parameters, filled)]

    class Call(nn.Module):
        def __init__(self):
            super().__init__()
            self.inner = module.double()

        def forward(self, *data):
            return call(self.inner, *data)

    def run(*inputs):
        given = {"inner." + name: p for name, p in zip(names, inputs[len(data):])}
        return torch.nn.utils.stateless.functional_call(Call(), given, inputs[:len(data)])

    cases.add(op, run, *data, *parameters, seed=seed, names=names, filled=filled, count=len(data), **args)


def plain_mha(m, q, k, v):
    return m(q, k, v, need_weights=False)[0]


x, memory = random(2, 4, 6), random(2, 5, 6)
keys = torch.tensor([[1, 1, 1, 0, 0], [1, 0, 1, 1, 1]])
causal = torch.triu(torch.ones(4, 4), 1).bool()
options = dict(batch_first=True)
for seed in 0, 42, -7:
    layer("mha", lambda: nn.MultiheadAttention(6, 3, **options), [x, memory, memory], plain_mha, seed, heads=3)
layer("mha", lambda: nn.MultiheadAttention(6, 2, bias=False, **options), [x, memory, memory], plain_mha, heads=2, bias=False)
layer("mha", lambda: nn.MultiheadAttention(6, 2, kdim=3, vdim=4, **options), [x, random(2, 5, 3), random(2, 5, 4)], plain_mha,
      heads=2, keySize=3, valueSize=4)
layer("mha", lambda: nn.MultiheadAttention(6, 2, **options), [random(4, 6), random(5, 6), random(5, 6)], plain_mha, heads=2)
layer("mha", lambda: nn.MultiheadAttention(6, 2, **options), [x, memory, memory],
      lambda m, q, k, v: m(q, k, v, key_padding_mask=keys == 0, need_weights=False)[0], heads=2, keys=tensor(keys))
layer("mha", lambda: nn.MultiheadAttention(6, 2, **options), [x, x, x],
      lambda m, q, k, v: m(q, k, v, attn_mask=causal, need_weights=False)[0], heads=2, causal=True)
bias = random(4, 5)
layer("mha", lambda: nn.MultiheadAttention(6, 2, **options), [x, memory, memory],
      lambda m, q, k, v: m(q, k, v, attn_mask=bias, need_weights=False)[0], heads=2, given_bias=tensor(bias))
for extra in dict(add_bias_kv=True), dict(add_zero_attn=True), dict(add_bias_kv=True, add_zero_attn=True):
    layer("mha", lambda: nn.MultiheadAttention(6, 2, **extra, **options), [x, x, x],
          lambda m, q, k, v: m(q, k, v, attn_mask=causal, need_weights=False)[0], 42, heads=2, causal=True, **extra)
    layer("mha_weights", lambda: nn.MultiheadAttention(6, 2, **extra, **options), [x, memory, memory],
          lambda m, q, k, v: m(q, k, v, key_padding_mask=keys == 0), heads=2, keys=tensor(keys), averaged=True, **extra)
layer("mha_weights", lambda: nn.MultiheadAttention(6, 2, **options), [x, x, x],
      lambda m, q, k, v: m(q, k, v, attn_mask=causal, average_attn_weights=False), heads=2, causal=True, averaged=False)

small = dict(dim_feedforward=7, dropout=0.0, **options)
own = torch.tensor([[1, 1, 1, 0], [1, 1, 0, 1]])
for first in False, True:
    for activation in "relu", "gelu":
        style = dict(norm_first=first, activation=activation)
        layer("encoder_layer", lambda: nn.TransformerEncoderLayer(6, 2, **small, **style), [x], lambda m, x: m(x, src_mask=causal), causal=True, **style)
        layer("decoder_layer", lambda: nn.TransformerDecoderLayer(6, 2, **small, **style), [x, memory],
              lambda m, x, y: m(x, y, tgt_mask=causal, memory_key_padding_mask=keys == 0), causal=True, keys=tensor(keys), **style)
    style = dict(norm_first=first, activation="relu")
    layer("encoder", lambda: nn.TransformerEncoder(nn.TransformerEncoderLayer(6, 2, **small, **style), 2, nn.LayerNorm(6) if first else None), [x],
          lambda m, x: m(x, src_key_padding_mask=own == 0), 42, own=tensor(own), norm=first, **style)
    layer("decoder", lambda: nn.TransformerDecoder(nn.TransformerDecoderLayer(6, 2, **small, **style), 2, nn.LayerNorm(6) if first else None),
          [x, memory], lambda m, x, y: m(x, y, tgt_mask=causal), 42, causal=True, norm=first, **style)
    layer("transformer", lambda: nn.Transformer(6, 2, 2, 1, **small, **style), [memory, x],
          lambda m, x, y: m(x, y, tgt_mask=causal, src_key_padding_mask=keys == 0, memory_key_padding_mask=keys == 0), 42, causal=True,
          keys=tensor(keys), **style)
cases.write()

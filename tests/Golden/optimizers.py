#!/usr/bin/python3
"""Writes optimizers.json: the parameters after each of 15 steps, by PyTorch in float64. Run: python3 optimizers.py

The problem: two parameters, a (3) and b (2, 2), and the loss ½ Σ c (w − t)² + ¼ Σ w⁴ with fixed c and t; the inputs of
a case are the starting points, then c and t for each parameter; the outputs are a and b after each step."""
import torch
from golden import Cases, random

cases = Cases(seed=4)
steps = 15
start = random(3, low=-1, high=1), random(2, 2, low=-1, high=1)
curvature = random(3, low=0.1, high=2), random(2, 2, low=0.1, high=2)
target = random(3), random(2, 2)


class NAdam(torch.optim.Optimizer):
    """NAdam as PyTorch has it from 2.0 on: 1.13 multiplies by one momentum coefficient twice."""
    def __init__(self, params, lr=2e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0, momentum_decay=4e-3):
        super().__init__(params, dict(lr=lr, betas=betas, eps=eps, weight_decay=weight_decay, psi=momentum_decay))
        self.t, self.product = 0, 1.0

    def step(self, closure):
        with torch.enable_grad():
            closure()
        group, = self.param_groups
        (beta1, beta2), lr = group["betas"], group["lr"]
        self.t += 1
        mu, following = (beta1 * (1 - 0.5 * 0.96 ** (t * group["psi"])) for t in (self.t, self.t + 1))
        self.product *= mu
        with torch.no_grad():
            for w in group["params"]:
                state = self.state[w]
                g = w.grad + group["weight_decay"] * w
                state["m"] = beta1 * state.get("m", 0) + (1 - beta1) * g
                state["v"] = beta2 * state.get("v", 0) + (1 - beta2) * g * g
                denominator = (state["v"] / (1 - beta2 ** self.t)).sqrt() + group["eps"]
                w -= lr * (1 - mu) / (1 - self.product) * g / denominator
                w -= lr * following / (1 - self.product * following) * state["m"] / denominator


def trajectory(name, **options):
    def run(*_):
        w = [s.clone().requires_grad_() for s in start]
        optimizer = (NAdam if name == "NAdam" else getattr(torch.optim, name))(w, **options)
        path = []

        def evaluate():
            optimizer.zero_grad()
            loss = sum((0.5 * c * (x - t) ** 2 + 0.25 * x ** 4).sum() for x, c, t in zip(w, curvature, target))
            loss.backward()
            return loss

        for _ in range(steps):
            optimizer.step(evaluate)
            path += [x.detach().clone() for x in w]
        return path

    cases.add(name, run, *start, *curvature, *target, gradients=False, **options)


trajectory("SGD", lr=0.05)
trajectory("SGD", lr=0.05, weight_decay=0.1)
trajectory("SGD", lr=0.05, momentum=0.9)
trajectory("SGD", lr=0.05, momentum=0.9, weight_decay=0.1)
trajectory("SGD", lr=0.05, momentum=0.9, dampening=0.3)
trajectory("SGD", lr=0.05, momentum=0.9, nesterov=True)
trajectory("SGD", lr=0.05, momentum=0.9, nesterov=True, weight_decay=0.1)
for name in "Adam", "AdamW":
    trajectory(name)
    trajectory(name, lr=0.1)
    trajectory(name, lr=0.1, betas=(0.8, 0.95))
    trajectory(name, lr=0.1, eps=1e-3)
    trajectory(name, lr=0.1, weight_decay=0.1)
    trajectory(name, lr=0.3, amsgrad=True)
    trajectory(name, lr=0.3, amsgrad=True, weight_decay=0.1)

trajectory("Adagrad")
trajectory("Adagrad", lr=0.3, lr_decay=0.1, weight_decay=0.1)
trajectory("Adagrad", lr=0.3, initial_accumulator_value=0.5, eps=1e-3)
trajectory("Adadelta")
trajectory("Adadelta", lr=0.5, rho=0.8, eps=1e-3, weight_decay=0.1)
trajectory("Adamax")
trajectory("Adamax", lr=0.1, betas=(0.8, 0.95), eps=1e-3, weight_decay=0.1)
trajectory("NAdam")
trajectory("NAdam", lr=0.1, betas=(0.8, 0.95), weight_decay=0.1, momentum_decay=0.1)
trajectory("RAdam", lr=0.1)
trajectory("RAdam", lr=0.1, betas=(0.8, 0.9), weight_decay=0.1)
trajectory("RMSprop")
trajectory("RMSprop", lr=0.1, alpha=0.8, eps=1e-3, weight_decay=0.1)
trajectory("RMSprop", lr=0.05, momentum=0.9)
trajectory("RMSprop", lr=0.05, centered=True)
trajectory("RMSprop", lr=0.05, centered=True, momentum=0.9)
trajectory("ASGD", lr=0.1)
trajectory("ASGD", lr=0.1, lambd=0.1, alpha=0.5, t0=3, weight_decay=0.1)
trajectory("Rprop")
trajectory("Rprop", lr=0.1, etas=(0.4, 1.5), step_sizes=(1e-3, 0.3))
trajectory("LBFGS", line_search_fn="strong_wolfe", max_iter=2)
trajectory("LBFGS", lr=0.1, max_iter=3, history_size=2)

cases.write()

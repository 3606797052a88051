#!/usr/bin/python3
"""Writes schedules.json: the learning rates of 40 steps, by PyTorch. Run: python3 schedules.py"""
import torch
import torch.optim.swa_utils
from golden import Cases
from torch.optim import lr_scheduler as schedules

cases = Cases(seed=7)
steps = 40


def path(name, make=None, lr=0.3, values=None, **options):
    def run():
        optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=lr)
        schedule = make(optimizer) if make else getattr(schedules, name)(optimizer, **options)
        rates = []
        for i in range(steps):
            rates.append(optimizer.param_groups[0]["lr"])
            optimizer.step()
            schedule.step(*([values[i]] if values else []))
        return torch.tensor(rates, dtype=torch.float64)

    recorded = dict(options, lr=lr, **(dict(values=values) if values else {}))
    cases.add(name, run, gradients=False, **recorded)


path("StepLR", step_size=7, gamma=0.5)
path("MultiStepLR", milestones=[3, 11, 30], gamma=0.2)
path("ExponentialLR", gamma=0.9)
path("CosineAnnealingLR", T_max=39, eta_min=0.01)
path("CosineAnnealingWarmRestarts", T_0=6, T_mult=1, eta_min=0.02)
path("CosineAnnealingWarmRestarts", T_0=4, T_mult=2)
path("LinearLR", start_factor=0.1, end_factor=0.8, total_iters=12)
path("ConstantLR", factor=0.25, total_iters=9)
path("PolynomialLR", total_iters=30, power=2.0)
path("CyclicLR", base_lr=0.1, max_lr=0.5, step_size_up=4, step_size_down=7, cycle_momentum=False)
path("CyclicLR", base_lr=0.1, max_lr=0.5, step_size_up=4, mode="triangular2", cycle_momentum=False)
path("CyclicLR", base_lr=0.1, max_lr=0.5, step_size_up=4, mode="exp_range", gamma=0.9, cycle_momentum=False)
path("OneCycleLR", max_lr=0.8, total_steps=41, cycle_momentum=False)
path("OneCycleLR", max_lr=0.8, total_steps=41, pct_start=0.4, anneal_strategy="linear", div_factor=10, final_div_factor=100,
     cycle_momentum=False)
path("SequentialLR", lambda o: schedules.SequentialLR(o, [
    schedules.LinearLR(o, 0.1, 1.0, 5), schedules.ExponentialLR(o, 0.9)], [5]))
noisy = [1 / (1 + i) if i < 6 else 0.2 + 0.01 * ((i * 7) % 5) for i in range(steps)]
path("ReduceLROnPlateau", values=noisy, factor=0.5, patience=3)
path("ReduceLROnPlateau", values=noisy, factor=0.5, patience=2, cooldown=2, min_lr=0.02, threshold=0.05, threshold_mode="abs")
path("ReduceLROnPlateau", values=[-v for v in noisy], mode="max", factor=0.3, patience=4)
swa = torch.optim.swa_utils.SWALR
path("SWALR", lambda o: swa(o, swa_lr=0.05, anneal_epochs=12), swa_lr=0.05, anneal_epochs=12)
path("SWALR", lambda o: swa(o, swa_lr=0.5, anneal_epochs=7, anneal_strategy="linear"), swa_lr=0.5, anneal_epochs=7, linear=True)
path("SWALR", lambda o: swa(o, swa_lr=0.05, anneal_epochs=0), swa_lr=0.05, anneal_epochs=0)
cases.write()

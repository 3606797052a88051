#!/usr/bin/python3
"""Writes averages.json: averages of parameters after each of 6 updates, by PyTorch's AveragedModel in float64, and the
statistics of batch normalization that update_bn leaves. Run: python3 averages.py"""
import torch
from golden import Cases, random
from torch.optim.swa_utils import AveragedModel, update_bn

cases = Cases(seed=9)
path = [random(5) for _ in range(6)]


def averages(average=None):
    def run(*points):
        model = torch.nn.Linear(5, 1, bias=False)
        averaged = AveragedModel(model, avg_fn=average)
        result = []
        for point in points:
            model.weight.data = point.detach().reshape(1, 5)
            averaged.update_parameters(model)
            result.append(averaged.module.weight.detach().clone().reshape(5))
        return result
    return run


cases.add("equal", averages(), *path, gradients=False)
for decay in 0.9, 0.25:
    cases.add("exponential", averages(lambda a, w, n: decay * a + (1 - decay) * w), *path, gradients=False, decay=decay)


def statistics(*batches):
    model = torch.nn.Sequential(torch.nn.Linear(3, 4), torch.nn.BatchNorm1d(4, momentum=0.2))
    model[0].weight.data = batches[0][:4].detach().clone()
    model[0].bias.data = torch.zeros(4)
    model(batches[1])
    update_bn([(x, None) for x in batches], model)
    return [model[1].running_mean, model[1].running_var]


cases.add("update_bn", statistics, random(6, 3), random(6, 3), random(5, 3), gradients=False)
cases.write()

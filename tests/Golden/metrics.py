#!/usr/bin/python3
"""Writes metrics.json: scores of random predictions by scikit-learn. Run: python3 metrics.py"""
import json
import pathlib

import numpy
from sklearn import metrics as m

random = numpy.random.RandomState(3)
cases = []


def calibration_error(p, y, bins):
    """Guo et al. 2017; scikit-learn has none."""
    confidence, right = p.max(1), p.argmax(1) == y
    edges, error = numpy.linspace(0, 1, bins + 1), 0
    for low, high in zip(edges, edges[1:]):
        inside = (confidence > low) & (confidence <= high)
        if inside.any():
            error += inside.mean() * abs(right[inside].mean() - confidence[inside].mean())
    return error


for classes in 2, 4:
    n = 60
    y = random.randint(classes, size=n)
    scores = random.dirichlet(numpy.ones(classes), n) + 0.7 * numpy.eye(classes)[y] * random.rand(n, 1)
    p = (scores / scores.sum(1, keepdims=True)).astype(numpy.float32)
    guess = p.argmax(1)
    values = {
        "accuracy": m.accuracy_score(y, guess),
        "balanced accuracy": m.balanced_accuracy_score(y, guess),
        "matthews": m.matthews_corrcoef(y, guess),
        "kappa": m.cohen_kappa_score(y, guess),
        "kappa linear": m.cohen_kappa_score(y, guess, weights="linear"),
        "kappa quadratic": m.cohen_kappa_score(y, guess, weights="quadratic"),
        "top 2": m.top_k_accuracy_score(y, p if classes > 2 else p[:, 1], k=2 if classes > 2 else 1),
        "calibration error": calibration_error(p.astype(float), y, 15),
        "log loss": -numpy.log(p[numpy.arange(n), y].astype(float)).mean(),
    }
    for average in ["binary"] * (classes == 2) + ["macro", "micro", "weighted"]:
        values[f"precision {average}"] = m.precision_score(y, guess, average=average)
        values[f"recall {average}"] = m.recall_score(y, guess, average=average)
        for beta in 0.5, 1, 2:
            values[f"f {beta} {average}"] = m.fbeta_score(y, guess, beta=beta, average=average)
    if classes == 2:
        values["roc auc"] = m.roc_auc_score(y, p[:, 1])
        values["average precision"] = m.average_precision_score(y, p[:, 1])
        values["brier"] = m.brier_score_loss(y, p[:, 1].astype(float))
    else:
        for average in "macro", "weighted":
            shares = p.astype(float) / p.astype(float).sum(1, keepdims=True)
            values[f"roc auc {average}"] = m.roc_auc_score(y, shares, multi_class="ovr", average=average)
    cases.append(dict(classes=classes, probabilities=p.astype(float).ravel().tolist(), expected=y.tolist(),
                      predicted=guess.tolist(), values={k: float(v) for k, v in values.items()}))

y, guess = random.randn(40).astype(numpy.float32), random.randn(40).astype(numpy.float32)
cases.append(dict(classes=0, probabilities=guess.astype(float).tolist(), truth=y.astype(float).tolist(), expected=[], predicted=[], values={
    "mae": float(m.mean_absolute_error(y.astype(float), guess.astype(float))),
    "rmse": float(m.mean_squared_error(y.astype(float), guess.astype(float)) ** 0.5),
    "r2": float(m.r2_score(y.astype(float), guess.astype(float))),
    "mape": float(m.mean_absolute_percentage_error(y.astype(float), guess.astype(float))),
}))
lines = ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases)
pathlib.Path(__file__).with_suffix(".json").write_text(f"[\n{lines}\n]\n")

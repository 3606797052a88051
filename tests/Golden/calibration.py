#!/usr/bin/python3
"""Writes calibration.json: Platt scaling, isotonic curves and temperatures of random scores. Run: python3 calibration.py"""
import json
import pathlib

import numpy
from scipy.optimize import minimize_scalar
from scipy.special import log_softmax
from sklearn.calibration import _sigmoid_calibration
from sklearn.isotonic import IsotonicRegression

random = numpy.random.RandomState(11)
cases = []
for n, spread in (30, 1.0), (200, 3.0), (500, 0.3):
    y = random.randint(2, size=n)
    scores = numpy.round(spread * (random.randn(n) + y - 0.3), 2)  # two decimals: some scores come twice
    a, b = _sigmoid_calibration(scores, y)
    at = numpy.linspace(scores.min() - 1, scores.max() + 1, 25)
    curve = IsotonicRegression(y_min=0, y_max=1, out_of_bounds="clip").fit(scores, y).predict(at)
    cases.append(dict(kind="binary", scores=scores.tolist(), expected=y.tolist(), slope=-a, intercept=-b,
                      at=at.tolist(), curve=curve.tolist()))

for n, classes, sharpness in (100, 3, 4.0), (300, 10, 0.5):
    y = random.randint(classes, size=n)
    logits = sharpness * (random.randn(n, classes) + 1.5 * numpy.eye(classes)[y])
    loss = lambda log_t: -log_softmax(logits / numpy.exp(log_t), 1)[numpy.arange(n), y].mean()
    best = minimize_scalar(loss, bounds=(-4, 4), method="bounded", options=dict(xatol=1e-12))
    cases.append(dict(kind="classes", classes=classes, scores=logits.ravel().tolist(), expected=y.tolist(),
                      temperature=float(numpy.exp(best.x)), loss=float(best.fun)))
lines = ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases)
pathlib.Path(__file__).with_suffix(".json").write_text(f"[\n{lines}\n]\n")

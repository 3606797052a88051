"""The public names of PyTorch that docs/pytorch.md must speak of, in pytorch_names.json."""
import inspect
import json
import pathlib
import torch
from torch import nn
from torch.nn import functional, init
from torch.optim import lr_scheduler
from torch.utils import data

# Of devices, storages, quantized, sparse and complex tensors, and names of axes: no part of Kobai.
other = ("sparse", "quant", "q_", "is_", "mkldnn", "cuda", "xpu", "ipu", "names", "align", "storage", "conj", "resolve", "indices", "dense", "csr",
         "csc", "bsr", "unsafe", "symeig", "reinforce", "pin_memory", "record_stream", "as_subclass", "refine", "_like", "rename", "crow", "ccol")
exact = {"H", "mH", "adjoint", "angle", "imag", "real", "cdouble", "cfloat", "chalf", "cpu", "data", "data_ptr", "device", "element_size", "get_device",
         "grad_fn", "has_names", "int_repr", "layout", "name", "new", "output_nr", "qscheme", "retains_grad", "smm", "sspaddmm", "values", "volatile",
         "coalesce", "col_indices", "row_indices", "solve", "eig", "lu", "lstsq", "to_padded_tensor", "map", "map2", "apply", "stride", "sum_to_size",
         "untyped_storage", "resize", "resize_as", "as_strided", "as_strided_scatter", "new_empty_strided", "is_leaf", "detach_"}


def classes(module, base):
    return [n for n, c in vars(module).items() if n[0].isupper() and inspect.isclass(c) and issubclass(c, base)]


names = {
    "nn": [n for n in classes(nn, nn.Module)],
    "F": [n for n, f in vars(functional).items() if not n.startswith("_") and callable(f) and n[0].islower() and not n.endswith("_")
          and ("torch" in (getattr(f, "__module__", "") or "") or type(f).__name__ == "builtin_function_or_method")
          and not n.startswith(("has_", "handle_", "assert_", "boolean_", "native_")) and not n.endswith("_with_indices")],
    "init": [n for n in vars(init) if n.endswith("_") and not n.startswith("_")],
    "optim": classes(torch.optim, torch.optim.Optimizer),
    "lr_scheduler": [n for n, c in vars(lr_scheduler).items() if inspect.isclass(c) and n[0].isupper()
                     and ("LR" in n or "Restarts" in n) and not n.startswith("_")],
    "data": [n for n in data.__all__ if n.endswith(("Dataset", "Sampler", "Loader", "Subset", "split"))],
    "x": [n for n in dir(torch.Tensor) if not n.startswith("_") and not n.endswith("_") and n not in exact and not any(o in n for o in other)],
}
path = pathlib.Path(__file__).with_suffix(".json")
path.write_text("{\n" + ",\n".join(f'"{k}": {json.dumps(sorted(v))}' for k, v in names.items()) + "\n}\n")

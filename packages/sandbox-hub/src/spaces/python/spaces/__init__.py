"""Stands in for the `spaces` package where there is no ZeroGPU: the decorator only works out how long a call may take,
and what is sent to "cuda" stays on the CPU, so that a Space written for a GPU runs, slowly, on any machine."""

import functools
import importlib.util
import inspect


def GPU(function=None, duration=60, size="large", **_):
    if function is None:
        return lambda decorated: GPU(decorated, duration=duration, size=size)
    if not callable(duration):
        return function

    # Asked with what the function is asked with, as ZeroGPU does.
    def timed(*args, **kwargs):
        seconds = duration(*args, **kwargs)
        if getattr(seconds, "total_seconds", lambda: seconds)() <= 0:
            raise ValueError(f"A GPU cannot be had for {seconds} seconds")

    def whole(*args, **kwargs):
        timed(*args, **kwargs)
        return function(*args, **kwargs)

    def pieces(*args, **kwargs):
        timed(*args, **kwargs)
        yield from function(*args, **kwargs)

    return functools.wraps(function)(pieces if inspect.isgeneratorfunction(function) else whole)


def aoti_capture(*_, **__):
    raise NotImplementedError("The Sandbox has no GPU to compile for.")


def _keep_on_cpu():
    import torch

    if torch.cuda.is_available():
        return

    def cpu(value):
        return "cpu" if str(value).startswith("cuda") else value

    def wrap(owner, name):
        original = getattr(owner, name)

        def moved(self, *args, **kwargs):
            args = tuple(cpu(arg) if isinstance(arg, (str, torch.device)) else arg for arg in args)
            if "device" in kwargs:
                kwargs["device"] = cpu(kwargs["device"])
            return original(self, *args, **kwargs)

        setattr(owner, name, moved)

    wrap(torch.Tensor, "to")
    wrap(torch.nn.Module, "to")
    torch.Tensor.cuda = lambda self, *_, **__: self
    torch.nn.Module.cuda = lambda self, *_, **__: self


if importlib.util.find_spec("torch") is not None:
    _keep_on_cpu()

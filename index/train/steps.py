"""A torch training in steps that goes on after a stop to the very same end."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch

CHECKPOINT_EVERY = 100
REPORT_EVERY = 100

Step = Callable[[int], tuple[str, float]]


def take_steps(
    model: Any, optimizer: Any, step: Step, *, count: int, checkpoint: Path, report: Callable[[str], None]
) -> None:
    """Calls step(n) for every n below `count` that the checkpoint does not hold yet; step gives a name and a loss.

    A step must draw by chance seeded with n alone, and change nothing but the model and the optimizer.
    """
    done, began, losses = _load(model, optimizer, checkpoint), time.monotonic(), dict[str, float]()
    for number in range(done, count):
        name, loss = step(number)
        # Smoothed, for a single step says little.
        losses[name] = 0.9 * losses.get(name, loss) + 0.1 * loss
        taken = number + 1
        if taken % CHECKPOINT_EVERY == 0 or taken == count:
            _save(model, optimizer, checkpoint, taken)
        if taken % REPORT_EVERY == 0:
            shown = "  ".join(f"{key} {value:.3f}" for key, value in sorted(losses.items()))
            report(f"{taken}/{count}  {time.monotonic() - began:.0f} s  {shown}")


def _load(model: Any, optimizer: Any, checkpoint: Path) -> int:
    if not checkpoint.is_file():
        return 0
    held = torch.load(checkpoint, weights_only=True)
    model.load_state_dict(held["model"])
    optimizer.load_state_dict(held["optimizer"])
    return int(held["steps"])


def _save(model: Any, optimizer: Any, checkpoint: Path, steps: int) -> None:
    draft = checkpoint.with_suffix(".part")
    torch.save({"model": model.state_dict(), "optimizer": optimizer.state_dict(), "steps": steps}, draft)
    os.replace(draft, checkpoint)

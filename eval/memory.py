"""What a process holds in memory, as the system tells it."""

from __future__ import annotations

from pathlib import Path


def rss_mib(pid: int | None = None) -> float:
    """Resident MiB of a process (this one without a number), 0.0 where the system does not tell."""
    status = Path(f"/proc/{pid or 'self'}/status")
    if not status.exists():
        return 0.0
    line = next(line for line in status.read_text().splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024

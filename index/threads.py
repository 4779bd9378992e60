"""One thread a question: its matrices are small, and threads that wait for each other cost more than they save."""

from __future__ import annotations

from functools import lru_cache

from threadpoolctl import threadpool_limits


@lru_cache(maxsize=1)
def one_thread_a_question() -> None:
    """Numpy's linear algebra stays in the thread that calls it, from now on. Questions come in threads of their own."""
    threadpool_limits(limits=1, user_api="blas")

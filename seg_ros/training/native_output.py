# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""What a library prints, Python or native code, read instead of shown."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, ExitStack, redirect_stderr, redirect_stdout
import os
from tempfile import TemporaryFile


@contextmanager
def native_output() -> Iterator[Callable[[], str]]:
    """
    Yield a function that returns all that was printed since; nothing of it is shown.

    Native code writes to file descriptors 1 and 2, past `sys.stdout`, so these are redirected
    too, for the whole process.
    """
    with TemporaryFile('w+', encoding='utf-8', errors='replace') as file, ExitStack() as stack:

        def read() -> str:
            file.flush()
            file.seek(0)
            return file.read()

        stack.enter_context(redirect_stdout(file))
        stack.enter_context(redirect_stderr(file))
        for descriptor in (1, 2):
            saved = os.dup(descriptor)
            stack.callback(os.close, saved)
            stack.callback(os.dup2, saved, descriptor)
            os.dup2(file.fileno(), descriptor)
        yield read

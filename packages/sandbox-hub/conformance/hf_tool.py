"""Runs the `hf` tool, each command in a process of its own, forked from one that has the tool in memory: to start
Python and import it anew is most of the time of a command. Import this before anything that starts threads. Where
processes cannot be forked, the tool is started.
"""

import atexit
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

TOOL = Path(sys.executable).with_name("hf")
TIMEOUT_SECONDS = 110


def _serve(asked, answers):
    """Forks for each line that is asked. Returns in the forked process alone, with what that one is to run."""
    for line in asked:
        given = json.loads(line)
        child = os.fork()
        if child == 0:
            os.chdir(given["cwd"])
            os.environ.clear()
            os.environ.update(given["env"])
            for stream, path in ((1, given["out"]), (2, given["errors"])):
                os.dup2(os.open(path, os.O_WRONLY), stream)
            return given["words"]
        _, status = os.waitpid(child, 0)
        answers.write(f"{os.waitstatus_to_exitcode(status)}\n")
        answers.flush()
    os._exit(0)


def _start():
    import huggingface_hub.hf_api
    from huggingface_hub.cli.hf import main

    ours, theirs = socket.socketpair()
    ours.settimeout(TIMEOUT_SECONDS)
    server = os.fork()
    if server == 0:
        ours.close()
        words = _serve(theirs.makefile("r"), theirs.makefile("w"))
        theirs.close()
        # As the installed program does. It ends through the import of this module, as any program.
        sys.argv = [str(TOOL), *words]
        sys.exit(main())
    theirs.close()
    # A group of its own, with which a command that never ends is ended too.
    os.setpgid(server, server)

    def end():
        os.killpg(server, signal.SIGKILL)
        os.waitpid(server, 0)

    atexit.register(end)
    return ours.makefile("w"), ours.makefile("r")


_tool = _start() if hasattr(os, "fork") else None


def run_hf(*words, env=None, cwd=None):
    """As `subprocess.run(["hf", *words], capture_output=True, text=True)`; `env` are all of its variables."""
    words = [str(word) for word in words]
    env = {**os.environ} if env is None else env
    if _tool is None:
        return subprocess.run([TOOL, *words], capture_output=True, text=True, env=env, cwd=cwd, timeout=TIMEOUT_SECONDS)
    asked, answers = _tool
    with tempfile.TemporaryDirectory() as folder:
        paths = {name: Path(folder, name) for name in ("out", "errors")}
        for path in paths.values():
            path.touch()
        given = {"words": words, "env": env, "cwd": str(cwd or os.getcwd()), **{name: str(path) for name, path in paths.items()}}
        asked.write(json.dumps(given) + "\n")
        asked.flush()
        code = int(answers.readline())
        return subprocess.CompletedProcess(words, code, paths["out"].read_text(), paths["errors"].read_text())

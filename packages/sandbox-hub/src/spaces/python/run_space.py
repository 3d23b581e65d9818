"""Runs the program of a Space as `__main__`, on this machine alone, and ends with the Sandbox that started it.

`run_space.py PROGRAM`, in the folder of the Space's files.
"""

import os
import runpy
import socket
import sys
import threading
import time


def end_with_parent(parent):
    # A killed Sandbox cannot stop its children, so they look for themselves.
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)


# Programs ask for the port of the real Spaces, and for all interfaces. They get their own port, on loopback.
SPACES_PORT = 7860
EVERYWHERE = ("", "0.0.0.0", "::")


def at_home(address):
    if not isinstance(address, tuple) or len(address) < 2:
        return address
    host, port, *more = address
    if host in EVERYWHERE:
        host = "::1" if host == "::" else "127.0.0.1"
    if port == SPACES_PORT and host in ("127.0.0.1", "::1", "localhost"):
        port = int(os.environ["GRADIO_SERVER_PORT"])
    return (host, port, *more)


def stay_home(name):
    original = getattr(socket.socket, name)
    setattr(socket.socket, name, lambda self, address: original(self, at_home(address)))


for name in ("bind", "connect", "connect_ex"):
    stay_home(name)
threading.Thread(target=end_with_parent, args=(os.getppid(),), daemon=True).start()
program = sys.argv[1]
sys.argv = [program]
sys.path[0] = os.path.dirname(os.path.abspath(program))
runpy.run_path(program, run_name="__main__")

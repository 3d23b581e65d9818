"""Runs the program of a Space as `__main__`, and ends with the Sandbox that started it.

`run_space.py PROGRAM`, in the folder of the Space's files.
"""

import os
import runpy
import sys
import threading
import time


def end_with_parent(parent):
    # A killed Sandbox cannot stop its children, so they look for themselves.
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)


threading.Thread(target=end_with_parent, args=(os.getppid(),), daemon=True).start()
program = sys.argv[1]
sys.argv = [program]
sys.path[0] = os.path.dirname(os.path.abspath(program))
runpy.run_path(program, run_name="__main__")

"""Tells what this Python lacks for a Space: one JSON list of module and package names.

Standard input: {"programs": [paths], "requirements": [names]}. Nothing of the Space is run.
"""

import ast
import importlib.metadata
import importlib.util
import json
import os
import sys

given = json.load(sys.stdin)
own = {"spaces"}
for program in given["programs"]:
    own.add(os.path.splitext(os.path.basename(program))[0])


def imported(program):
    with open(program, encoding="utf-8") as file:
        tree = ast.parse(file.read(), program)
    # Only what is imported when the program starts: the rest may be a choice that is never taken.
    for node in tree.body:
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            yield node.module.split(".")[0]


def is_here(name):
    try:
        return importlib.util.find_spec(name) is not None
    except (ImportError, ValueError):
        return False


def is_installed(name):
    try:
        importlib.metadata.version(name)
        return True
    except importlib.metadata.PackageNotFoundError:
        return False


missing = {"gradio"} if not is_here("gradio") else set()
for program in given["programs"]:
    try:
        missing.update(name for name in imported(program) if name not in own and not is_here(name))
    except SyntaxError:
        pass  # The program says so itself, in its own log.
missing.update(name for name in given["requirements"] if name not in own and not is_installed(name))
print(json.dumps(sorted(missing)))

"""Loads a dataset from the Hub named on standard input and prints its splits, columns and first rows as JSON."""

import json
import sys

from datasets import load_dataset

given = json.load(sys.stdin)
loaded = load_dataset(given["repo"], token=given["token"])
print(
    json.dumps(
        {name: {"rows": split.num_rows, "columns": split.column_names, "first": split[0]} for name, split in loaded.items()}
    )
)

# Which splits `datasets` makes of folders full of empty files, as JSON: the
# names of the files come in, one list a folder.
import json
import os
import sys
import tempfile

from datasets.data_files import DataFilesDict, EmptyDatasetError, get_data_patterns
from datasets.load import infer_module_for_data_files
from datasets.packaged_modules import _MODULE_TO_EXTENSIONS


def splits_of(names):
    with tempfile.TemporaryDirectory() as folder:
        for name in names:
            path = os.path.join(folder, name)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            open(path, "w").close()
        try:
            found = DataFilesDict.from_patterns(get_data_patterns(folder), base_path=folder)
        except EmptyDatasetError:
            return {}
        try:
            module, _ = infer_module_for_data_files(found)
        except ValueError:
            return None
        kept = found.filter(extensions=_MODULE_TO_EXTENSIONS[module]) if module else {}
        return {str(split): sorted({os.path.relpath(path, folder) for path in paths}) for split, paths in kept.items()}


print(json.dumps([splits_of(names) for names in json.load(sys.stdin)]))

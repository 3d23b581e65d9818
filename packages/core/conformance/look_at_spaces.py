"""Says what the official client sees of a Space, each time it is asked: one question a line on standard input, one
answer a line on standard output. Changes nothing.

HF_ENDPOINT, HF_TOKEN and a fresh HF_HOME come from the environment. A question is `{"space": id}`; the answer is null
where there is no such Space.
"""

import json
import sys

from huggingface_hub import HfApi
from huggingface_hub.errors import RepositoryNotFoundError

api = HfApi()


def look(space):
    try:
        info = api.space_info(space)
    except RepositoryNotFoundError:
        return None
    runtime = api.get_space_runtime(space)
    return {
        "id": info.id,
        "private": info.private,
        "title": info.card_data.title if info.card_data else None,
        "models": info.card_data.get("models") if info.card_data else None,
        "stage": runtime.stage,
        "hardware": runtime.hardware,
        "requested": runtime.requested_hardware,
        "sleepSeconds": runtime.sleep_time,
        "devMode": runtime.dev_mode,
        "volumes": [
            {"type": volume.type, "source": volume.source, "mountPath": volume.mount_path}
            for volume in runtime.volumes or []
        ],
        "variables": {key: variable.value for key, variable in api.get_space_variables(space).items()},
        "secrets": sorted(api.get_space_secrets(space)),
        "files": sorted(api.list_repo_files(space, repo_type="space")),
        "commits": [
            {"id": commit.commit_id, "title": commit.title} for commit in api.list_repo_commits(space, repo_type="space")
        ],
        "app": read(space, "app.py"),
        "listed": sorted(each.id for each in api.list_spaces(author=info.author)),
    }


def read(space, path):
    with open(api.hf_hub_download(space, path, repo_type="space"), newline="", encoding="utf-8") as file:
        return file.read()


for line in sys.stdin:
    print(json.dumps(look(json.loads(line)["space"])), flush=True)

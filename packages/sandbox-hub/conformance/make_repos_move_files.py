"""Drives a Sandbox Hub with `huggingface_hub` and `hf`: makes repos, moves files, lists, moves, deletes, buckets.

HF_ENDPOINT, HF_TOKEN and a fresh HF_HOME come from the environment, the rest as one JSON object on standard input.
Prints one JSON line for each thing that it proves; ends with an error at the first that it does not.
"""

import array
import io
import json
import os
import sys
import urllib.request
from pathlib import Path

from hf_tool import run_hf
from huggingface_hub import (
    CommitOperationAdd,
    CommitOperationCopy,
    CommitOperationDelete,
    HfApi,
    get_hf_file_metadata,
    hf_hub_download,
    hf_hub_url,
    snapshot_download,
)
from huggingface_hub.errors import EntryNotFoundError, GatedRepoError, HfHubHTTPError, RepositoryNotFoundError, RevisionNotFoundError

given = json.load(sys.stdin)
xet = given["way"] == "xet"
work = Path(given["folder"])
api = HfApi()
riley = given["tokens"]["noCredits"]


def proves(row):
    print(json.dumps({"passed": row}), flush=True)


def refused(error, run):
    try:
        run()
    except error as raised:
        return raised
    raise AssertionError(f"not refused with {error.__name__}")


def hf(*arguments):
    done = run_hf(*arguments)
    assert done.returncode == 0, f"hf {arguments}: {done.stdout}\n{done.stderr}"
    return done.stdout


def plain(path, **headers):
    return urllib.request.urlopen(urllib.request.Request(os.environ["HF_ENDPOINT"] + path, headers=headers)).read()


name = "sandy/moves"
kind = {"repo_type": "dataset"}
url = api.create_repo(name, **kind)
assert url.repo_id == name and api.create_repo(name, exist_ok=True, **kind).repo_id == name
assert refused(HfHubHTTPError, lambda: api.create_repo(name, **kind)).response.status_code == 409
assert refused(HfHubHTTPError, lambda: api.create_repo("sandy/x", token=given["tokens"]["read"])).response.status_code == 403
assert refused(HfHubHTTPError, lambda: api.create_repo("strangers/x")).response.status_code == 403
proves("create_repo: new, existing, refused")

folder = work / "folder"
(folder / "data" / "deep").mkdir(parents=True)
contents = {
    "README.md": b"---\nlicense: mit\nlanguage: en\n---\n# Hi\n",
    "data/deep/a.jsonl": b'{"a": 1}\n',
    "data/empty.txt": b"",
    "data/noise.bin": os.urandom(2_000_000),
    "data/text.parquet": b"all work and no play makes jack a dull boy\n" * 60_000,
    "data/floats.bin": array.array("f", [index * 0.5 for index in range(200_000)]).tobytes(),
}
for path, content in contents.items():
    (folder / path).write_bytes(content)
(folder / "ignored.log").write_text("no")
api.upload_file(path_or_fileobj=b"*.log\n", path_in_repo=".gitignore", repo_id=name, **kind)
api.upload_folder(folder_path=folder, repo_id=name, commit_message="A folder", **kind)
listed = set(api.list_repo_files(name, **kind))
assert listed == {*contents, ".gitattributes", ".gitignore"}, listed
proves("upload_folder: text, binary, empty and ignored files")

snapshot = Path(snapshot_download(name, **kind))
for path, content in contents.items():
    assert (snapshot / path).read_bytes() == content, path
proves("snapshot_download, byte-equal")

for path in ("data/noise.bin", "data/text.parquet", "data/floats.bin"):
    assert plain(f"/datasets/{name}/resolve/main/{path}") == contents[path], path
    assert plain(f"/datasets/{name}/resolve/main/{path}", Range="bytes=70001-799999") == contents[path][70001:800000], path
proves("the same by plain HTTP, whole and in ranges")

api.upload_file(path_or_fileobj=io.BytesIO(contents["data/noise.bin"] * 11), path_in_repo="large.bin", repo_id=name, **kind)
got = Path(hf_hub_download(name, "large.bin", **kind)).read_bytes()
assert got == contents["data/noise.bin"] * 11
proves("upload_file of 22 MB in parts, hf_hub_download")

info = api.dataset_info(name, files_metadata=True)
assert info.card_data.license == "mit" and "language:en" in info.tags
assert {each.rfilename: each.size for each in info.siblings}["data/noise.bin"] == 2_000_000
rows = {each.path: each for each in api.list_repo_tree(name, recursive=True, expand=True, **kind)}
assert rows["data/noise.bin"].lfs.size == 2_000_000 and rows["data/noise.bin"].last_commit.title == "A folder"
assert (rows["data/noise.bin"].xet_hash is not None) == xet
assert [each.path for each in api.get_paths_info(name, ["data", "data/noise.bin", "nowhere"], **kind)] == ["data", "data/noise.bin"]
proves("dataset_info, list_repo_tree and get_paths_info")

head = api.dataset_info(name).sha
operations = [
    CommitOperationDelete("data/empty.txt"),
    CommitOperationCopy("data/noise.bin", "copy/noise.bin"),
    CommitOperationAdd("note.txt", b"note"),
]
api.create_commit(name, operations, commit_message="Mixed", parent_commit=head, **kind)
stale = lambda: api.create_commit(name, [CommitOperationAdd("note.txt", b"x")], commit_message="Late", parent_commit=head, **kind)
assert refused(HfHubHTTPError, stale).response.status_code == 412
assert Path(hf_hub_download(name, "copy/noise.bin", **kind)).read_bytes() == contents["data/noise.bin"]
assert not api.file_exists(name, "data/empty.txt", **kind) and api.file_exists(name, "data/empty.txt", revision=head, **kind)
before = len(api.list_repo_commits(name, **kind))
api.upload_file(path_or_fileobj=b"note", path_in_repo="note.txt", repo_id=name, **kind)
assert len(api.list_repo_commits(name, **kind)) == before
proves("create_commit: add, copy, delete, stale parent, nothing new")

refused(EntryNotFoundError, lambda: hf_hub_download(name, "nowhere.txt", **kind))
refused(RevisionNotFoundError, lambda: api.dataset_info(name, revision="v9"))
refused(RepositoryNotFoundError, lambda: api.dataset_info("sandy/nowhere"))
refused(RepositoryNotFoundError, lambda: api.dataset_info("sandy/pool-sightings", token=False))
refused(RepositoryNotFoundError, lambda: api.dataset_info("sandy/pool-sightings", token=riley))
proves("missing files, revisions, repos, and other people's private ones")

api.create_branch(name, branch="dev", **kind)
api.create_tag(name, tag="v1", revision=head, **kind)
refs = api.list_repo_refs(name, **kind)
assert ({ref.name for ref in refs.branches}, {ref.name for ref in refs.tags}) == ({"main", "dev"}, {"v1"})
assert api.dataset_info(name, revision="v1").sha == head
api.delete_branch(name, branch="dev", **kind)
api.delete_tag(name, tag="v1", **kind)
pull = api.create_commit(name, [CommitOperationAdd("pull.txt", b"pull")], commit_message="Propose", create_pr=True, **kind)
assert pull.pr_revision == "refs/pr/1"
assert Path(hf_hub_download(name, "pull.txt", revision=pull.pr_revision, **kind)).read_text() == "pull"
api.upload_folder(folder_path=folder / "data" / "deep", repo_id=name, create_pr=True, **kind)
assert len(api.list_repo_refs(name, include_pull_requests=True, **kind).pull_requests) == 2
api.super_squash_history(name, **kind)
assert len(api.list_repo_commits(name, **kind)) == 1
proves("branches, tags, pull requests, squash")

harbor = hf_hub_url("tidewater/harbor-dialogues", "train.jsonl", **kind)
refused(GatedRepoError, lambda: get_hf_file_metadata(harbor, token=False))
refused(GatedRepoError, lambda: get_hf_file_metadata(harbor, token=riley))
refused(GatedRepoError, lambda: api.auth_check("tidewater/harbor-dialogues", token=riley, **kind))
api.grant_access("tidewater/harbor-dialogues", "riley", **kind)
assert get_hf_file_metadata(harbor, token=riley).size > 1000
assert [each.username for each in api.list_accepted_access_requests("tidewater/harbor-dialogues", **kind)] == ["riley"]
proves("a gated dataset: refused, granted, read")

api.update_repo_settings(name, private=True, **kind)
assert api.dataset_info(name).private
api.move_repo(name, "tidewater/moved", **kind)
assert api.dataset_info("tidewater/moved").id == "tidewater/moved"
assert api.dataset_info(name).id == "tidewater/moved"
api.delete_repo("tidewater/moved", **kind)
assert not api.repo_exists("tidewater/moved", **kind)
proves("update_repo_settings, move_repo with its redirect, delete_repo")

hf("upload", "sandy/by-hf", folder, "sub", "--repo-type", "dataset", "--private")
target = work / "target"
hf("download", "sandy/by-hf", "--repo-type", "dataset", "--local-dir", target)
assert (target / "sub/data/noise.bin").read_bytes() == contents["data/noise.bin"]
hf("download", "sandy/calm-or-storm", "config.json", "--local-dir", target)
assert json.loads((target / "config.json").read_text())["hidden_size"] == 8
hf("repos", "delete", "sandy/by-hf", "--repo-type", "dataset", *(["-y"] if "--yes" in hf("repos", "delete", "--help") else []))
proves("hf upload, hf download, hf repos delete")

hf("buckets", "create", "by-hf", "--private")
hf("buckets", "sync", folder, "hf://buckets/sandy/by-hf")
hf("buckets", "cp", folder / "data/text.parquet", "hf://buckets/sandy/by-hf/more/text.parquet")
assert "more/text.parquet" in hf("buckets", "list", "sandy/by-hf", "--recursive")
assert hf("buckets", "cp", "hf://buckets/sandy/by-hf/data/deep/a.jsonl", "-") == '{"a": 1}\n'
back = work / "back"
hf("buckets", "sync", "hf://buckets/sandy/by-hf", back)
for path, content in contents.items():
    assert (back / path).read_bytes() == content, path
assert [bucket.id for bucket in api.list_buckets(search="by-h")] == ["sandy/by-hf"]
assert api.bucket_info("sandy/by-hf").total_files == 8
hf("buckets", "cp", "hf://buckets/sandy/scratch/notes/todo.txt", work / "todo.txt")
assert "north cove" in (work / "todo.txt").read_text()
hf("buckets", "rm", "sandy/by-hf/data/noise.bin", "-y")
hf("buckets", "move", "sandy/by-hf", "sandy/by-hf-moved")
hf("buckets", "delete", "sandy/by-hf-moved", "-y")
proves("hf buckets: create, sync, cp, list, rm, move, delete")

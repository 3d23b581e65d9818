// The script of a small job that saves what a run left in its bucket: it pushes
// the finished weights, or else the last checkpoint that has some, and looks
// whether they are there. It takes nothing away.
import { pythonLiteral } from '@hubdesk/shared/train/python-literal';

export function salvageScript({ repo, isPrivate }: { repo: string; isPrivate: boolean }): string {
  return `# /// script
# requires-python = ">=3.10"
# dependencies = ["huggingface_hub>=0.34"]
# ///
"""Pushes what a run left in its bucket, and looks whether it is there."""

REPO = ${pythonLiteral(repo)}
PRIVATE = ${pythonLiteral(isPrivate)}
${body}`;
}

const body = String.raw`
import json
import os
import re
import sys
import time

from huggingface_hub import HfApi

OUT = os.environ.get("HUBDESK_OUTPUT", "/out")
# What only going on with the training needs.
STATE = ["optimizer*", "scheduler*", "rng_state*", "scaler*", "trainer_state.json", "training_args.bin", "global_step*/**", "checkpoint-*/**", "runs/**", ".cache/**", "latest", "zero_to_fp32.py"]


def emit(kind, /, **fields):
    print("@@HUBDESK " + json.dumps({"t": time.time(), "k": kind, **fields}), flush=True)


def weights_in(folder):
    found = {}
    for name in os.listdir(folder) if os.path.isdir(folder) else []:
        size = os.path.getsize(os.path.join(folder, name))
        if re.fullmatch(r"(adapter_model|model|pytorch_model).*\.(safetensors|bin)", name) and size > 0:
            found[name] = size
    return found


def last_checkpoint():
    found = []
    for name in os.listdir(OUT) if os.path.isdir(OUT) else []:
        number = re.fullmatch(r"checkpoint-(\d+)", name)
        if number and weights_in(os.path.join(OUT, name)):
            found.append((int(number.group(1)), os.path.join(OUT, name)))
    return max(found, default=(0, None))


def main():
    step, folder = 0, OUT
    if not weights_in(OUT):
        step, folder = last_checkpoint()
    if folder is None:
        emit("error", code="DATA", type="NothingKept", message="There are no weights in the bucket: the run was stopped before its first checkpoint.")
        sys.exit("There are no weights in the bucket.")
    ours = weights_in(folder)
    print(f"Saving {'the finished weights' if step == 0 else f'the checkpoint of step {step}'}: {', '.join(ours)}.", flush=True)
    emit("save", path=folder, files=sorted(os.listdir(folder)))
    emit("push", repo=REPO)
    api = HfApi()
    api.create_repo(REPO, private=PRIVATE, exist_ok=True)
    message = "Weights saved from the run's bucket" if step == 0 else f"Checkpoint of step {step}, saved from the run's bucket"
    api.upload_folder(repo_id=REPO, folder_path=folder, commit_message=message, ignore_patterns=STATE)
    theirs = {each.rfilename: each.size for each in api.model_info(REPO, files_metadata=True).siblings}
    missing = [name for name, size in ours.items() if theirs.get(name) != size]
    if missing:
        raise RuntimeError(f"The push ended, but {REPO} does not have {', '.join(missing)}")
    emit("verified", repo=REPO, files=list(ours), sizes=ours, bytes=sum(ours.values()), kind="adapter" if any(name.startswith("adapter_model") for name in ours) else "full")


try:
    main()
except Exception as error:
    status = getattr(getattr(error, "response", None), "status_code", None)
    emit("error", code="PUSH", type=type(error).__name__, message=str(error)[:2000], status=status)
    raise
`;

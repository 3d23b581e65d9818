"""Uploads a dataset, fine-tunes on it in a job of a Sandbox Hub, and proves that the weights are there.

HF_ENDPOINT, HF_TOKEN and a fresh HF_HOME come from the environment, the rest as one JSON object on standard input:
which trainer must have done it, and where the router is.
"""

import json
import os
import sys
from pathlib import Path
from urllib.request import Request, urlopen

from huggingface_hub import HfApi, InferenceClient

given = json.load(sys.stdin)
api = HfApi()
work = Path(os.environ["HF_HOME"]).parent / "work"
work.mkdir(exist_ok=True)

SCRIPT = '''# /// script
# dependencies = ["trl", "datasets"]
# ///
import torch
from datasets import load_dataset
from transformers import TrainerCallback
from trl import SFTConfig, SFTTrainer

class Marks(TrainerCallback):
    def on_log(self, args, state, control, logs=None, **kwargs):
        if "loss" in (logs or {}):
            print("@@LOSS", logs["loss"], flush=True)

rows = load_dataset("sandy/gulls", split="train")
args = SFTConfig(
    output_dir="/tmp/out", max_steps=20, logging_steps=1, per_device_train_batch_size=4, learning_rate=5e-3,
    max_length=256, report_to="none", disable_tqdm=True, bf16=False, use_cpu=True, save_strategy="no",
    assistant_only_loss=True, hub_model_id="sandy/gull-expert",
)
trainer = SFTTrainer(model="sandy/tiny-llama", args=args, train_dataset=rows, callbacks=[Marks()])
trainer.train()
trainer.push_to_hub()
'''


def proves(row):
    print(json.dumps({"passed": row}), flush=True)


birds = ["gull", "tern", "puffin", "heron", "plover", "curlew", "cormorant", "gannet"]
rows = [
    {"messages": [{"role": "user", "content": f"Where is the {bird}?"}, {"role": "assistant", "content": f"The {bird} is on the pier."}]}
    for bird in birds
]
(work / "train.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
api.create_repo("sandy/gulls", repo_type="dataset")
api.upload_file(path_or_fileobj=str(work / "train.jsonl"), path_in_repo="train.jsonl", repo_id="sandy/gulls", repo_type="dataset")
proves("create_repo and upload_file of a dataset")

(work / "train.py").write_text(SCRIPT)
job = api.run_uv_job(str(work / "train.py"), secrets={"HF_TOKEN": os.environ["HF_TOKEN"]}, timeout="20m")
log = list(api.fetch_job_logs(job_id=job.id, follow=True))
status = api.inspect_job(job_id=job.id).status
assert status.stage == "COMPLETED", (status, log[-20:])
if given["trainer"] == "tiny":
    assert "tiny trainer takes this job" in log[0], log[:3]
    events = [json.loads(line.removeprefix("@@HUBDESK ")) for line in log if line.startswith("@@HUBDESK ")]
    kinds = list(dict.fromkeys(event["k"] for event in events))
    assert kinds == ["deps", "model", "data", "start", "step", "save", "push", "verified"], kinds
    losses = [event["loss"] for event in events if event["k"] == "step"]
else:
    assert not any("tiny trainer" in line for line in log)
    losses = [float(line.split()[1]) for line in log if line.startswith("@@LOSS")]
assert losses[-1] < losses[0] * 0.9, losses
proves("run_uv_job of a TRL script, and its loss falls")

files = {file.rfilename: file.size for file in api.model_info("sandy/gull-expert", files_metadata=True).siblings}
assert files["model.safetensors"] > 100_000 and "README.md" in files, files
downloaded = Path(api.hf_hub_download("sandy/gull-expert", "config.json"))
kind = json.loads(downloaded.read_text())["model_type"]
assert kind == ("sandbox-tiny" if given["trainer"] == "tiny" else "llama"), kind
proves("the weights are in the model repo")

if given["trainer"] == "tiny":
    client = InferenceClient(base_url=given["routerUrl"] + "/v1", api_key=os.environ["HF_TOKEN"])
    question = [{"role": "user", "content": "Where is the puffin?"}]
    answer = client.chat_completion(question, model="sandy/gull-expert", max_tokens=80, temperature=0.0)
    said = answer.choices[0].message.content
    assert "is on the pier." in said, said
    models = [model.id for model in api.list_models(author="sandy", inference="warm")]
    assert "sandy/gull-expert" in models, models
    proves("chat_completion with what was trained")

    space = "sandy/gull-desk"
    app = work / "app"
    app.mkdir()
    (app / "README.md").write_text("---\ntitle: Gull desk\nsdk: gradio\napp_file: app.py\nmodels:\n- sandy/gull-expert\n---\n")
    (app / "app.py").write_text("import gradio as gr\n\ngr.ChatInterface(lambda message, history: message).launch()\n")
    api.create_repo(space, repo_type="space", space_sdk="gradio", space_variables=[{"key": "MODEL_ID", "value": "sandy/gull-expert"}])
    api.upload_folder(folder_path=str(app), repo_id=space, repo_type="space")
    runtime = api.wait_for_space(space)
    assert runtime.stage == "RUNNING", runtime
    address = runtime.raw["sandboxUrl"].rstrip("/") + "/gradio_api/call/chat"
    call = Request(address, json.dumps({"data": ["Where is the heron?", 0.0, 80]}).encode(), {"content-type": "application/json"})
    event = json.load(urlopen(call))["event_id"]
    frames = urlopen(f"{address}/{event}").read().decode()
    assert "is on the pier." in frames, frames
    proves("a Space of what was trained, deployed and asked")

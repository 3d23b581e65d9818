"""Makes small private models of the tiny Llama for the generated apps, and pushes them: a LoRA adapter, a classifier,
and one without a chat template. Standard input: {"base", "adapter", "classifier", "plain"}, names of repos. HF_ENDPOINT
and HF_TOKEN say where. Writes the files themselves: starting the training stack for this takes ten times as long.
"""

import json
import sys
import tempfile
from pathlib import Path

import numpy
from huggingface_hub import HfApi, snapshot_download
from safetensors.numpy import load_file, save_file

given = json.load(sys.stdin)
api = HfApi()
random = numpy.random.default_rng(7)
base = Path(snapshot_download(given["base"]))
config = json.loads((base / "config.json").read_text())
tokenizer = json.loads((base / "tokenizer_config.json").read_text())
weights = load_file(base / "model.safetensors")
template = tokenizer.pop("chat_template")


def push(name, tensors, **files):
    with tempfile.TemporaryDirectory() as folder:
        own = Path(folder)
        (own / "tokenizer.json").write_bytes((base / "tokenizer.json").read_bytes())
        for file, content in files.items():
            (own / f"{file}.json").write_text(json.dumps(content))
        save_file(tensors, own / ("adapter_model.safetensors" if "adapter_config" in files else "model.safetensors"), {"format": "pt"})
        api.create_repo(name, private=True)
        api.upload_folder(repo_id=name, folder_path=folder, commit_message="Add weights")


def normal(*shape):
    return random.normal(0, 0.02, shape).astype(numpy.float32)


rank = 4
targets = {name.removesuffix(".weight"): tensor.shape for name, tensor in weights.items() if "_proj." in name}
lora = {
    f"base_model.model.{name}.lora_{part}.weight": normal(rank, inner) if part == "A" else normal(outer, rank)
    for name, (outer, inner) in targets.items()
    for part in "AB"
}
# A template as strict as many are: no system prompt, and no turns that are anything but text.
strict = (
    "{% for message in messages %}{% if message.role == 'system' %}{{ raise_exception('no system prompt') }}{% endif %}"
    "{% if message.content is not string %}{{ raise_exception('not a text') }}{% endif %}{% endfor %}"
)
push(
    given["adapter"],
    lora,
    adapter_config={
        "peft_type": "LORA",
        "task_type": "CAUSAL_LM",
        "base_model_name_or_path": given["base"],
        "target_modules": sorted({name.rsplit(".", 1)[-1] for name in targets}),
        "r": rank,
        "lora_alpha": 2 * rank,
        "inference_mode": True,
    },
    tokenizer_config={**tokenizer, "chat_template": strict + template},
)

# Without its template and its token for padding, as many older models are.
push(given["plain"], weights, config=config, tokenizer_config={**tokenizer, "pad_token": None})

labels = {"0": "CALM", "1": "STORMY"}
push(
    given["classifier"],
    {**weights, "score.weight": normal(len(labels), config["hidden_size"])},
    config={
        **config,
        "architectures": ["LlamaForSequenceClassification"],
        "id2label": labels,
        "label2id": {label: int(index) for index, label in labels.items()},
    },
    tokenizer_config={**tokenizer, "chat_template": template},
)

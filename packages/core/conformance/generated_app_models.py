"""Makes small private models of the tiny Llama for the generated apps, and pushes them: a LoRA adapter, a classifier,
and one without a chat template. Standard input: {"base", "adapter", "classifier", "plain"}, names of repos. HF_ENDPOINT
and HF_TOKEN say where."""

import json
import sys
import tempfile

import torch
from huggingface_hub import HfApi
from peft import LoraConfig, get_peft_model
from transformers import AutoModelForCausalLM, AutoModelForSequenceClassification, AutoTokenizer

given = json.load(sys.stdin)
api = HfApi()
torch.manual_seed(7)


def push(name, *parts):
    with tempfile.TemporaryDirectory() as folder:
        for part in parts:
            part.save_pretrained(folder)
        api.create_repo(name, private=True)
        api.upload_folder(repo_id=name, folder_path=folder, commit_message="Add weights")


tokenizer = AutoTokenizer.from_pretrained(given["base"])
base = AutoModelForCausalLM.from_pretrained(given["base"])
adapted = get_peft_model(base, LoraConfig(r=4, task_type="CAUSAL_LM", target_modules="all-linear"))
for name, weight in adapted.named_parameters():
    if "lora_B" in name:
        torch.nn.init.normal_(weight, std=0.02)
# A template as strict as many are: no system prompt, and no turns that are anything but text.
strict = AutoTokenizer.from_pretrained(given["base"])
strict.chat_template = (
    "{% for message in messages %}{% if message.role == 'system' %}{{ raise_exception('no system prompt') }}{% endif %}"
    "{% if message.content is not string %}{{ raise_exception('not a text') }}{% endif %}{% endfor %}"
) + tokenizer.chat_template
push(given["adapter"], adapted, strict)

# Without its template and its token for padding, as many older models are.
plain = AutoTokenizer.from_pretrained(given["base"])
plain.chat_template = None
plain.pad_token = None
push(given["plain"], AutoModelForCausalLM.from_pretrained(given["base"]), plain)

labels = {0: "CALM", 1: "STORMY"}
classifier = AutoModelForSequenceClassification.from_pretrained(
    given["base"], num_labels=2, id2label=labels, label2id={name: index for index, name in labels.items()}
)
classifier.config.pad_token_id = tokenizer.pad_token_id or tokenizer.eos_token_id
push(given["classifier"], classifier, tokenizer)

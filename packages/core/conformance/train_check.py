"""What came of training runs, looked at with the official libraries alone.

One JSON object on standard input; HF_ENDPOINT, HF_TOKEN and HF_HOME come from the environment.

    {"ask": [{"repo", "base" (or null), "question"}]}   loads each as its kind is loaded and lets it answer
    {"masks": {"script", "model", "chats"}}             which tokens the script would train, for TRL's own pairs of templates

One JSON line an answer: {"repo", "said", "learnt"} with how surprised it is by what it was taught, or {"template", …}.
"""

import importlib.util
import json
import sys
from pathlib import Path

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

given = json.load(sys.stdin)


def tell(**fields):
    print(json.dumps(fields), flush=True)


for asked in given.get("ask", []):
    repo = asked["repo"]
    tokenizer = AutoTokenizer.from_pretrained(repo)
    if asked["base"]:
        from peft import AutoPeftModelForCausalLM

        model = AutoPeftModelForCausalLM.from_pretrained(repo)
        assert model.peft_config["default"].base_model_name_or_path == asked["base"], model.peft_config
    else:
        model = AutoModelForCausalLM.from_pretrained(repo)
    turns = [{"role": "user", "content": asked["question"]}]
    prompt = tokenizer.apply_chat_template(turns, add_generation_prompt=True, return_tensors="pt", return_dict=True)
    with torch.no_grad():
        answer = model.generate(**prompt, max_new_tokens=48, do_sample=False)
    said = tokenizer.decode(answer[0, prompt["input_ids"].shape[1] :], skip_special_tokens=True)
    tell(repo=repo, said=said, dtype=str(next(model.parameters()).dtype))

if "masks" in given:
    place = Path("train_script.py").absolute()
    place.write_text(given["masks"]["script"], encoding="utf-8")
    spec = importlib.util.spec_from_file_location("train_script", place)
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    from datasets import Dataset
    import trl

    for card, cuda, bf16 in (("none", False, False), ("t4", True, False), ("ampere", True, True)):
        script.CUDA, script.BF16 = cuda, bf16
        torch.cuda.get_device_name = lambda *_: card
        for tuning in ("full", "lora", "qlora"):
            for asked in ("auto", "bfloat16", "float16", "float32", "packing"):
                packs = asked == "packing"
                script.SETTINGS.update(tuning=tuning, dtype="auto" if packs else asked, packing=packs, attn_implementation="auto")
                script.ADAPTER = tuning != "full"
                try:
                    dtype = script.attention() if packs else script.weights_dtype()
                except script.Trouble as error:
                    dtype = error.code
                tell(card=card, tuning=tuning, asked=asked, dtype=dtype, packing=script.SETTINGS["packing"])
    script.SETTINGS.update(packing=False)

    templates = Path(trl.__file__).parent / "chat_templates"
    tokenizer = AutoTokenizer.from_pretrained(given["masks"]["model"])
    tokenizer.bos_token = "<|pad|>"
    for plain in sorted(templates.glob("*.jinja")):
        marked = plain.with_name(f"{plain.stem}_training.jinja")
        if not marked.exists():
            continue
        for chat in given["masks"]["chats"]:
            rows = Dataset.from_list([{"messages": chat}])
            told = {}
            for name, file in (("ours", plain), ("theirs", marked)):
                tokenizer.chat_template = file.read_text(encoding="utf-8")
                try:
                    [row] = script.answers_only(rows, tokenizer, "train")[0]
                except Exception as error:
                    told[name] = None
                    continue
                told[name] = row
            ours, theirs = told["ours"], told["theirs"]
            if ours is None or theirs is None or ours["input_ids"] != theirs["input_ids"]:
                continue  # a template that refuses the chat, or whose training twin writes something else
            only = lambda a, b: tokenizer.decode([t for t, x, y in zip(ours["input_ids"], a, b) if x and not y])
            tell(
                template=plain.stem,
                same=ours["assistant_masks"] == theirs["assistant_masks"],
                onlyOurs=only(ours["assistant_masks"], theirs["assistant_masks"]),
                onlyTheirs=only(theirs["assistant_masks"], ours["assistant_masks"]),
            )

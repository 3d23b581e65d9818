"""Makes `tiny-llama/`: a Llama of two layers with its tokenizer and chat template, for the demo account.

    python scripts/make-tiny-llama.py [folder]

It needs torch and transformers. The tokenizer is trained on the Sandbox's own corpus; the weights are random numbers
from a fixed seed, so that the same versions make the same bytes. It knows nothing yet: it is there to be trained, and
twenty steps of real supervised fine-tuning on it take a second or two.
"""

import json
import re
import sys
from pathlib import Path

import torch
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import GenerationConfig, LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

PACKAGE = Path(__file__).resolve().parent.parent
VOCABULARY = 512
# The `generation` marks let a trainer learn from the answers alone.
CHAT_TEMPLATE = """{%- for message in messages %}
{{- '<|' + message['role'] + '|>\\n' }}
{%- if message['role'] == 'assistant' %}{% generation %}{{ message['content'] + '<|end|>' }}{% endgeneration %}
{%- else %}{{ message['content'] + '<|end|>' }}{% endif %}
{{- '\\n' }}
{%- endfor %}
{%- if add_generation_prompt %}{{ '<|assistant|>\\n' }}{% endif %}"""
CARD = """---
license: apache-2.0
library_name: transformers
pipeline_tag: text-generation
language:
- en
tags:
- llama
- conversational
---

# tiny-llama

A Llama of two layers and some hundred thousand parameters with random weights. It knows nothing: it is there to be
trained in seconds, on any machine, by the same script that trains a large one. Made by `scripts/make-tiny-llama.py`.
"""


def main(folder: Path) -> None:
    source = (PACKAGE / "src" / "text" / "corpus.ts").read_text("utf8")
    corpus = re.search(r"`(.*)`", source, re.S).group(1)

    roles = ["<|system|>", "<|user|>", "<|assistant|>"]
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.train_from_iterator(
        corpus.split("\n%%\n"),
        trainers.BpeTrainer(
            vocab_size=VOCABULARY,
            special_tokens=["<|pad|>", "<|end|>", *roles],
            initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
            show_progress=False,
        ),
    )
    fast = PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        pad_token="<|pad|>",
        eos_token="<|end|>",
        additional_special_tokens=roles,
        chat_template=CHAT_TEMPLATE,
        model_max_length=512,
    )

    torch.manual_seed(20260901)
    end, pad = fast.convert_tokens_to_ids("<|end|>"), fast.convert_tokens_to_ids("<|pad|>")
    model = LlamaForCausalLM(
        LlamaConfig(
            vocab_size=VOCABULARY,
            hidden_size=64,
            intermediate_size=160,
            num_hidden_layers=2,
            num_attention_heads=4,
            num_key_value_heads=2,
            max_position_embeddings=512,
            tie_word_embeddings=True,
            bos_token_id=None,
            eos_token_id=end,
            pad_token_id=pad,
            dtype="float32",
        )
    )
    model.generation_config = GenerationConfig(eos_token_id=end, pad_token_id=pad, max_new_tokens=128)

    folder.mkdir(parents=True, exist_ok=True)
    model.save_pretrained(folder)
    fast.save_pretrained(folder)
    # By hand, so that older and newer libraries read the same; the special tokens are in tokenizer.json.
    config = {
        "tokenizer_class": "PreTrainedTokenizerFast",
        "eos_token": "<|end|>",
        "pad_token": "<|pad|>",
        "model_max_length": 512,
        "chat_template": CHAT_TEMPLATE,
    }
    (folder / "tokenizer_config.json").write_text(json.dumps(config, indent=2) + "\n", "utf8")
    (folder / "model.safetensors").chmod(0o644)
    (folder / "README.md").write_text(CARD, "utf8")
    print(f"{sum(each.numel() for each in model.parameters())} parameters in {folder}")


main(Path(sys.argv[1]) if len(sys.argv) > 1 else PACKAGE / "tiny-llama")

"""Builds small tokenizers of the known families, and says what `transformers` makes of rows.

    python python-reference.py build <folder>            one folder a family, as a model repo has them
    python python-reference.py encode - < questions      a question is one JSON line {"folder", "tasks"}, and so is its list of answers
    python python-reference.py templates <folder> < chats  TRL's templates, and each with every chat rendered

Tasks: {"text"} with special tokens added · {"messages", "tools"?, "prompt"?: true} by the chat template.
Answers: {"ids", "mask"?} or {"error"}. Written from the documented formats of the families.
"""

import json
import os
import sys

os.environ["TOKENIZERS_PARALLELISM"] = "false"

WORDS = (
    "The quick brown fox jumps over the lazy dog. It's what they'd said, wasn't it? We'll see; I'm sure you've heard. "
    "Größe, Straße, naïve café, élève, año, œuvre, İstanbul. Привет, как дела? Всё хорошо. Γειά σου Κόσμε. "
    "日本語のテキストです。東京は大きい。中文文本，很好。한국어 텍스트입니다. مرحبا بالعالم. नमस्ते दुनिया। สวัสดีชาวโลก "
    "def main(args: list[str]) -> int:\n    for i in range(10):\n        print(f'{i}: {args[i]!r}')\n    return 0\n"
    "{\"role\": \"user\", \"content\": \"1234567 + 89 = ?\"}\n\n\t<html><body>&amp;</body></html>\r\n 3.14159 2026-11-21 👍🏽 👩‍👩‍👧 🇪🇺 ½ ① Ⅷ"
)
CORPUS = [WORDS, WORDS.lower(), WORDS.upper(), "a b c d e f g h i j k l m n o p q r s t u v w x y z 0 1 2 3 4 5 6 7 8 9"] * 3

QWEN = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
LLAMA3 = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
O200K = "|".join(
    [
        r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?",
        r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?",
        r"\p{N}{1,3}",
        r" ?[^\s\p{L}\p{N}]+[\r\n/]*",
        r"\s*[\r\n]+",
        r"\s+(?!\S)",
        r"\s+",
    ]
)

CHATML = (
    "{% for message in messages %}{% if loop.first and messages[0]['role'] != 'system' %}"
    "{{ '<|im_start|>system\\nYou are a helpful assistant.<|im_end|>\\n' }}{% endif %}"
    "{{ '<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>' + '\\n' }}{% endfor %}"
    "{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}"
)
CHATML_MARKED = """{%- for message in messages %}
    {%- if message.role == 'assistant' %}
        {{- '<|im_start|>assistant\\n' }}
        {%- generation %}
        {{- message.content + '<|im_end|>\\n' }}
        {%- endgeneration %}
    {%- else %}
        {{- '<|im_start|>' + message.role + '\\n' + message.content + '<|im_end|>\\n' }}
    {%- endif %}
{%- endfor %}
{%- if add_generation_prompt %}
    {{- '<|im_start|>assistant\\n' }}
{%- endif %}
"""
THINKING = """{%- set ns = namespace(last=messages|length - 1) %}
{%- for message in messages[::-1] %}
    {%- if message.role == "user" and ns.last == messages|length - 1 and not loop.first %}{%- set ns.last = messages|length - 1 - loop.index0 %}{%- endif %}
{%- endfor %}
{%- for message in messages %}
    {%- if message.role == "assistant" and loop.index0 > ns.last %}
        {{- '<|im_start|>assistant\\n<think>\\n\\n</think>\\n\\n' + message.content.lstrip('\\n') + '<|im_end|>\\n' }}
    {%- else %}
        {{- '<|im_start|>' + message.role + '\\n' + message.content + '<|im_end|>\\n' }}
    {%- endif %}
{%- endfor %}
{%- if add_generation_prompt %}{{- '<|im_start|>assistant\\n' }}{%- endif %}"""
LLAMA3_CHAT = (
    "{% for message in messages %}{% set content = '<|start_header_id|>' + message['role'] + '<|end_header_id|>\\n\\n'"
    "+ message['content'] | trim + '<|eot_id|>' %}{% if loop.index0 == 0 %}{% set content = bos_token + content %}{% endif %}"
    "{{ content }}{% endfor %}{% if add_generation_prompt %}"
    "{{ '<|start_header_id|>assistant<|end_header_id|>\\n\\n' }}{% endif %}"
)
LLAMA3_TOOLS = """{{- bos_token }}
{%- if tools is defined and tools is not none %}
    {{- '<|start_header_id|>system<|end_header_id|>\\n\\nTools:\\n' }}
    {%- for tool in tools %}
        {{- tool | tojson(indent=4) }}
        {{- '\\n' }}
    {%- endfor %}
    {{- '<|eot_id|>' }}
{%- endif %}
{%- for message in messages %}
    {{- '<|start_header_id|>' + message['role'] + '<|end_header_id|>\\n\\n' }}
    {%- if message['role'] == 'assistant' %}
        {%- generation %}
            {%- if message.tool_calls is defined and message.tool_calls %}
                {%- for call in message.tool_calls %}
                    {{- '{"name": "' + call.function.name + '", "parameters": ' + call.function.arguments | tojson + '}' }}
                {%- endfor %}
            {%- else %}
                {{- message['content'] | trim }}
            {%- endif %}
            {{- '<|eot_id|>' }}
        {%- endgeneration %}
    {%- else %}
        {{- message['content'] | trim + '<|eot_id|>' }}
    {%- endif %}
{%- endfor %}
{%- if add_generation_prompt %}
    {{- '<|start_header_id|>assistant<|end_header_id|>\\n\\n' }}
{%- endif %}"""
GEMMA = (
    "{{ bos_token }}{% if messages[0]['role'] == 'system' %}{{ raise_exception('System role not supported') }}{% endif %}"
    "{% for message in messages %}{% if (message['role'] == 'user') != (loop.index0 % 2 == 0) %}"
    "{{ raise_exception('Conversation roles must alternate user/assistant/user/assistant/...') }}{% endif %}"
    "{% if (message['role'] == 'assistant') %}{% set role = 'model' %}{% else %}{% set role = message['role'] %}{% endif %}"
    "{{ '<start_of_turn>' + role + '\\n' + message['content'] | trim + '<end_of_turn>\\n' }}{% endfor %}"
    "{% if add_generation_prompt %}{{'<start_of_turn>model\\n'}}{% endif %}"
)
MISTRAL = (
    "{{ bos_token }}{% for message in messages %}{% if message['role'] == 'user' %}"
    "{{ '[INST] ' + message['content'] + ' [/INST]' }}{% elif message['role'] == 'assistant' %}"
    "{{ ' ' + message['content'] + eos_token }}{% else %}{{ raise_exception('Only user and assistant roles are supported!') }}"
    "{% endif %}{% endfor %}"
)
PHI3 = (
    "{% for message in messages %}{{'<|' + message['role'] + '|>' + '\\n' + message['content'] + '<|end|>\\n'}}{% endfor %}"
    "{% if add_generation_prompt %}{{ '<|assistant|>\\n' }}{% else %}{{ eos_token }}{% endif %}"
)


# The same text as the families' own templates, with the assistant's words marked: what assistant spans are held against.
MARKED = {
    "qwen": (
        "{% for message in messages %}{% if loop.first and messages[0]['role'] != 'system' %}"
        "{{ '<|im_start|>system\\nYou are a helpful assistant.<|im_end|>\\n' }}{% endif %}"
        "{{ '<|im_start|>' + message['role'] + '\\n' }}{% if message['role'] == 'assistant' %}{% generation %}"
        "{{ message['content'] + '<|im_end|>' + '\\n' }}{% endgeneration %}{% else %}"
        "{{ message['content'] + '<|im_end|>' + '\\n' }}{% endif %}{% endfor %}"
    ),
    "llama3": (
        "{{ bos_token }}{% for message in messages %}{{ '<|start_header_id|>' + message['role'] + '<|end_header_id|>\\n\\n' }}"
        "{% if message['role'] == 'assistant' %}{% generation %}{{ message['content'] | trim + '<|eot_id|>' }}{% endgeneration %}"
        "{% else %}{{ message['content'] | trim + '<|eot_id|>' }}{% endif %}{% endfor %}"
    ),
    "gemma": (
        "{{ bos_token }}{% for message in messages %}{% if message['role'] == 'assistant' %}{{ '<start_of_turn>model\\n' }}"
        "{% generation %}{{ message['content'] | trim + '<end_of_turn>\\n' }}{% endgeneration %}{% else %}"
        "{{ '<start_of_turn>user\\n' + message['content'] | trim + '<end_of_turn>\\n' }}{% endif %}{% endfor %}"
    ),
    "mistral": (
        "{{ bos_token }}{% for message in messages %}{% if message['role'] == 'user' %}{{ '[INST] ' + message['content'] + ' [/INST]' }}"
        "{% else %}{% generation %}{{ ' ' + message['content'] + eos_token }}{% endgeneration %}{% endif %}{% endfor %}"
    ),
    "phi3": (
        "{% for message in messages %}{{ '<|' + message['role'] + '|>' + '\\n' }}{% if message['role'] == 'assistant' %}{% generation %}"
        "{{ message['content'] + '<|end|>\\n' }}{% if loop.last %}{{ eos_token }}{% endif %}{% endgeneration %}{% else %}"
        "{{ message['content'] + '<|end|>\\n' }}{% endif %}{% endfor %}{% if messages[-1]['role'] != 'assistant' %}{{ eos_token }}{% endif %}"
    ),
}
MARKED["llama2"] = MARKED["mistral"]
MARKED["qwen-thinking"] = THINKING.replace(
    """{%- else %}
        {{- '<|im_start|>' + message.role + '\\n' + message.content + '<|im_end|>\\n' }}""",
    """{%- elif message.role == "assistant" %}
        {{- '<|im_start|>assistant\\n' }}{% generation %}{{ message.content + '<|im_end|>\\n' }}{% endgeneration %}
    {%- else %}
        {{- '<|im_start|>' + message.role + '\\n' + message.content + '<|im_end|>\\n' }}""",
).replace(
    """{{- '<|im_start|>assistant\\n<think>\\n\\n</think>\\n\\n' + message.content.lstrip('\\n') + '<|im_end|>\\n' }}""",
    """{{- '<|im_start|>assistant\\n' }}{% generation %}{{ '<think>\\n\\n</think>\\n\\n' + message.content.lstrip('\\n') + '<|im_end|>\\n' }}{% endgeneration %}""",
)


def build(folder):
    from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

    alphabet = pre_tokenizers.ByteLevel.alphabet()
    spaces = [" " * n for n in range(2, 16)]

    def save(name, tokenizer, config, template=None, template_file=False):
        path = os.path.join(folder, name)
        os.makedirs(path, exist_ok=True)
        tokenizer.save(os.path.join(path, "tokenizer.json"))
        config = {"tokenizer_class": "PreTrainedTokenizerFast", "model_max_length": 4096, **config}
        if template is not None and not template_file:
            config["chat_template"] = template
        with open(os.path.join(path, "tokenizer_config.json"), "w") as file:
            json.dump(config, file)
        if template_file:
            with open(os.path.join(path, "chat_template.jinja"), "w") as file:
                file.write(template)

    def bpe(special, **more):
        return trainers.BpeTrainer(vocab_size=1500, special_tokens=special, show_progress=False, **more)

    def byte_level(pattern, special, normalizer=None, **model):
        tokenizer = Tokenizer(models.BPE(**model))
        if normalizer:
            tokenizer.normalizer = normalizer
        split = [pre_tokenizers.Split(Regex(pattern), "isolated")] if isinstance(pattern, str) else pattern
        tokenizer.pre_tokenizer = (
            pre_tokenizers.Sequence([*split, pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)])
            if pattern
            else pre_tokenizers.ByteLevel(add_prefix_space=False)
        )
        tokenizer.decoder = decoders.ByteLevel()
        tokenizer.train_from_iterator(CORPUS, bpe([], initial_alphabet=alphabet))
        tokenizer.add_special_tokens([AddedToken(text, normalized=False, special=True) for text in special])
        return tokenizer

    def begin(tokenizer, token):
        tokenizer.post_processor = processors.TemplateProcessing(
            single=f"{token} $A", pair=f"{token} $A {token}:1 $B:1", special_tokens=[(token, tokenizer.token_to_id(token))]
        )
        return tokenizer

    save("gpt2", byte_level(None, ["<|endoftext|>"]), {"bos_token": "<|endoftext|>", "eos_token": "<|endoftext|>"})

    chatml = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"]
    qwen = lambda: byte_level(QWEN, chatml, normalizers.NFC())
    save("qwen", qwen(), {"eos_token": "<|im_end|>", "pad_token": "<|endoftext|>"}, CHATML)
    save("qwen-marked", qwen(), {"eos_token": "<|im_end|>"}, CHATML_MARKED, template_file=True)
    thinking = qwen()
    thinking.add_tokens([AddedToken("<think>", normalized=False), AddedToken("</think>", normalized=False)])
    save("qwen-thinking", thinking, {"eos_token": "<|im_end|>"}, THINKING)

    headers = ["<|begin_of_text|>", "<|end_of_text|>", "<|start_header_id|>", "<|end_header_id|>", "<|eot_id|>"]
    llama3 = lambda: begin(byte_level(LLAMA3, headers, ignore_merges=True), "<|begin_of_text|>")
    names = {"bos_token": "<|begin_of_text|>", "eos_token": "<|eot_id|>"}
    save("llama3", llama3(), names, LLAMA3_CHAT)
    save(
        "llama3-tools",
        llama3(),
        names,
        [{"name": "default", "template": LLAMA3_CHAT}, {"name": "tool_use", "template": LLAMA3_TOOLS}],
    )

    save("gpt-oss", byte_level(O200K, ["<|endoftext|>", "<|start|>", "<|end|>"]), {"eos_token": "<|endoftext|>"})

    deepseek = [
        pre_tokenizers.Split(Regex(r"\p{N}{1,3}"), "isolated"),
        pre_tokenizers.Split(Regex(r"[一-龥぀-ゟ゠-ヿ]+"), "isolated"),
        pre_tokenizers.Split(
            Regex(
                r"[!\"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~][A-Za-z]+|[^\r\n\p{L}\p{P}\p{S}]?[\p{L}\p{M}]+| ?[\p{P}\p{S}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
            ),
            "isolated",
        ),
    ]
    save("deepseek", byte_level(deepseek, ["<|end|>"]), {"eos_token": "<|end|>"})

    def sentence(special, normalizer, pre_tokenizer, added=()):
        tokenizer = Tokenizer(models.BPE(unk_token="<unk>", fuse_unk=True, byte_fallback=True))
        tokenizer.normalizer = normalizer
        tokenizer.pre_tokenizer = pre_tokenizer or pre_tokenizers.Metaspace(prepend_scheme="never", split=True)
        fallback = [f"<0x{byte:02X}>" for byte in range(256)]
        tokenizer.train_from_iterator(CORPUS, bpe(["<unk>", *special, *fallback], limit_alphabet=150))
        # The bytes are plain words of the vocabulary, not special ones.
        tree = json.loads(tokenizer.to_str())
        tree["added_tokens"] = [token for token in tree["added_tokens"] if not token["content"].startswith("<0x")]
        tree["pre_tokenizer"] = json.loads(pre_tokenizer.__getstate__()) if pre_tokenizer else None
        tokenizer = Tokenizer.from_str(json.dumps(tree))
        tokenizer.decoder = decoders.Sequence([decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse()])
        tokenizer.add_special_tokens([token if isinstance(token, AddedToken) else AddedToken(token, normalized=False) for token in added])
        return tokenizer

    ends = {"bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>"}
    legacy = normalizers.Sequence([normalizers.Prepend("▁"), normalizers.Replace(" ", "▁")])
    save("llama2", begin(sentence(["<s>", "</s>"], legacy, None), "<s>"), ends, MISTRAL)
    metaspace = pre_tokenizers.Metaspace(prepend_scheme="first", split=False)
    save("mistral", begin(sentence(["<s>", "</s>"], None, metaspace), "<s>"), ends, MISTRAL)
    phi = [AddedToken(text, normalized=False, rstrip=True) for text in ("<|endoftext|>", "<|user|>", "<|assistant|>", "<|system|>", "<|end|>")]
    save("phi3", sentence(["<s>", "</s>"], legacy, None, phi), {**ends, "eos_token": "<|endoftext|>"}, PHI3)
    turns = ["<bos>", "<eos>"]
    gemma = sentence(turns, normalizers.Replace(" ", "▁"), pre_tokenizers.Split(" ", "merged_with_previous"), ["<start_of_turn>", "<end_of_turn>"])
    gemma.add_tokens([AddedToken("\n" * n, normalized=False) for n in range(2, 5)] + [AddedToken("▁" * n, normalized=False) for n in range(2, 5)])
    save("gemma", begin(gemma, "<bos>"), {"bos_token": "<bos>", "eos_token": "<eos>", "unk_token": "<unk>"}, GEMMA)

    unigram = Tokenizer(models.Unigram())
    unigram.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Replace(Regex(" {2,}"), " ")])
    unigram.pre_tokenizer = pre_tokenizers.Metaspace()
    unigram.decoder = decoders.Metaspace()
    unigram.train_from_iterator(
        CORPUS, trainers.UnigramTrainer(vocab_size=900, special_tokens=["<unk>", "<s>", "</s>"], unk_token="<unk>", show_progress=False)
    )
    unigram.add_special_tokens([AddedToken(text, normalized=False) for text in ("<|im_start|>", "<|im_end|>")])
    unigram.post_processor = processors.TemplateProcessing(
        single="$A </s>", pair="$A </s> $B </s>", special_tokens=[("</s>", unigram.token_to_id("</s>"))]
    )
    save("unigram", unigram, {"eos_token": "</s>", "unk_token": "<unk>"}, CHATML)

    wordpiece = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    wordpiece.normalizer = normalizers.BertNormalizer(lowercase=True)
    wordpiece.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    wordpiece.decoder = decoders.WordPiece()
    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    wordpiece.train_from_iterator(CORPUS, trainers.WordPieceTrainer(vocab_size=900, special_tokens=special, show_progress=False))
    wordpiece.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]",
        pair="[CLS] $A [SEP] $B:1 [SEP]:1",
        special_tokens=[("[CLS]", wordpiece.token_to_id("[CLS]")), ("[SEP]", wordpiece.token_to_id("[SEP]"))],
    )
    save("wordpiece", wordpiece, {"unk_token": "[UNK]", "cls_token": "[CLS]", "sep_token": "[SEP]", "pad_token": "[PAD]"}, CHATML)


def encode(_folder):
    for line in sys.stdin:
        question = json.loads(line)
        print(json.dumps(answers(question["folder"], question["tasks"])), flush=True)


def answers(folder, tasks):
    from transformers import PreTrainedTokenizerFast

    tokenizer = PreTrainedTokenizerFast.from_pretrained(folder)
    found = []
    for task in tasks:
        try:
            if "text" in task:
                answer = {"ids": tokenizer(task["text"])["input_ids"]}
            else:
                prompt = bool(task.get("prompt"))
                encoded = tokenizer.apply_chat_template(
                    task["messages"],
                    tools=task.get("tools"),
                    add_generation_prompt=prompt,
                    tokenize=True,
                    return_dict=True,
                    return_assistant_tokens_mask=not prompt,
                )
                answer = {"ids": encoded["input_ids"], "mask": encoded.get("assistant_masks")}
                template = MARKED.get(os.path.basename(folder))
                if template and not prompt:
                    again = tokenizer.apply_chat_template(
                        task["messages"], chat_template=template, tokenize=True, return_dict=True, return_assistant_tokens_mask=True
                    )
                    assert again["input_ids"] == answer["ids"], "The marked template writes another text"
                    answer["mask"] = again["assistant_masks"]
        except Exception as error:
            answer = {"error": str(error)}
        found.append(answer)
    return found


def templates(_folder):
    import glob

    import trl
    from transformers.utils.chat_template_utils import render_jinja_template

    chats = [json.loads(line) for line in sys.stdin]
    names = {"bos_token": "<s>", "eos_token": "</s>", "pad_token": "<pad>", "unk_token": "<unk>"}
    for path in sorted(glob.glob(os.path.join(os.path.dirname(trl.__file__), "chat_templates", "*.jinja"))):
        with open(path) as file:
            source = file.read()
        texts = []
        for chat in chats:
            try:
                texts.append(render_jinja_template([chat], chat_template=source, **names)[0][0])
            except Exception:
                texts.append(None)
        print(json.dumps({"name": os.path.basename(path)[: -len(".jinja")], "source": source, "texts": texts}), flush=True)


if __name__ == "__main__":
    {"build": build, "encode": encode, "templates": templates}[sys.argv[1]](sys.argv[2])

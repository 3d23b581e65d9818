// The part of a training script that loads the rows, looks at each, and finds
// which tokens of a conversation are the assistant's: by the template's own
// marks, or as Datasets counts them (`core/src/datasets/tokens/assistant-spans.ts`).

export const scriptRows = String.raw`
# What each method trains on, the first that a dataset has.
COLUMNS = {
    "sft": [["messages"], ["prompt", "completion"], ["text"]],
    "dpo": [["prompt", "chosen", "rejected"], ["chosen", "rejected"]],
    "kto": [["prompt", "completion", "label"]],
    "grpo": [["prompt"]],
}[SETTINGS["method"]]


def load_rows():
    """The rows to train on and those to evaluate with (or None), with the columns that count."""
    name, config = SETTINGS["dataset"], SETTINGS["dataset_config"]
    try:
        splits = load_dataset(name, name=config)
    except Exception as error:
        code = "GATED" if "gated" in str(error).lower() else "DATA"
        raise Trouble(code, f"{name} cannot be loaded: {error.__cause__ or error}") from error

    def split(wanted):
        if wanted not in splits:
            raise Trouble("DATA", f"{name} has no split {wanted}; it has {', '.join(splits)}")
        rows = splits[wanted]
        if len(rows) == 0:
            raise Trouble("DATA", f"The split {wanted} of {name} has no rows")
        columns = next((each for each in COLUMNS if set(each) <= set(rows.column_names)), None)
        if columns is None:
            needed = " or ".join(" + ".join(each) for each in COLUMNS)
            raise Trouble("DATA", f"{name} has the columns {', '.join(rows.column_names)}, and {SETTINGS['method']} needs {needed}")
        index = 0
        for batch in rows.select_columns(columns).iter(1000):
            for values in zip(*(batch[column] for column in columns)):
                index += 1
                problem = next((said for said in map(problem_of, columns, values) if said), None)
                if problem:
                    raise Trouble("DATA", f"Row {index} of {wanted}: {problem}", row=index, split=wanted)
        if SETTINGS["method"] == "grpo":  # a reward may look at any column
            return rows
        return rows.select_columns(columns + [each for each in ("tools", "chat_template_kwargs") if each in rows.column_names])

    held_out = SETTINGS["dataset_test_split"]
    return split(SETTINGS["dataset_train_split"]), split(held_out) if held_out else None


def problem_of(column, value):
    if column == "label":
        return None if isinstance(value, bool) else "label is neither true nor false"
    if isinstance(value, str):
        if column == "messages":
            return "messages is a text and not a list of turns"
        return None if value.strip() or column == "prompt" else f"{column} is empty"
    if not isinstance(value, list) or not value:
        return f"{column} is empty"
    for turn in value:
        if not isinstance(turn, dict) or not isinstance(turn.get("role"), str):
            return f"a turn of {column} has no role"
        if turn.get("content") is None and not turn.get("tool_calls"):
            return f"a turn of {column} says nothing"
    if column == "messages" and not any(turn["role"] == "assistant" for turn in value):
        return "messages has no turn of the assistant"
    return None


def is_chat(rows):
    return any(isinstance(rows[0].get(column), list) for columns in COLUMNS for column in columns)


def longest(rows, count):
    """For a smoke run: the rows that need most memory."""
    some = rows.select(range(min(len(rows), 100_000)))
    lengths = [len(str(row)) for row in some]
    return some.select(sorted(range(len(some)), key=lambda index: -lengths[index])[:count])


STAND_IN = "The-assistant’s-words-stand-here"


def answer_spans(render, messages, text, end_token):
    """From where each of the assistant's turns begins in a rendered text to behind what ends it; None if it cannot be told."""

    def attempt(some, prompt=False):
        try:
            return render(some, prompt)
        except Exception:  # some templates refuse a conversation that stops here
            return None

    def without_end(through):
        if through is None or not end_token or text.startswith(through) or not through.endswith(end_token):
            return through
        return through[: -len(end_token)]

    def around(index):
        turn = messages[index]
        if not isinstance(turn.get("content"), str) or turn.get("tool_calls"):
            return None
        replaced = [*messages[:index], {**turn, "content": STAND_IN}, *messages[index + 1 :]]
        parts = (attempt(replaced) or "").split(STAND_IN)
        alone = (attempt(replaced[: index + 1]) or "").split(STAND_IN)
        if len(parts) != 2 or len(alone) != 2:
            return None
        before, after = parts
        if not text.startswith(before) or not text.endswith(after) or len(before) + len(after) > len(text):
            return None
        endings = [alone[1]]
        if end_token and alone[1].endswith(end_token):
            endings.append(alone[1][: -len(end_token)])
        tail = next((each for each in endings if each and after.startswith(each)), None)
        if tail is None:
            mark = re.match(r"\s*<[^<>\s]{1,40}>", after)
            if mark is None:
                return None
            tail = mark.group()
        return len(before), len(text) - len(after) + len(tail)

    spans = []
    for index, turn in enumerate(messages):
        if turn["role"] != "assistant":
            continue
        prompt = attempt(messages[:index], True) if index else None
        through = text if index == len(messages) - 1 else without_end(attempt(messages[: index + 1]))
        start = len(prompt) if prompt is not None and text.startswith(prompt) else None
        end = len(through) if through is not None and text.startswith(through) else None
        if start is None or end is None:
            place = around(index)
            if start is None and place is not None:
                before = attempt(messages[:index]) if index else None
                heading = prompt[len(before) :] if prompt and before and prompt.startswith(before) else ""
                at = text.rfind(heading, 0, place[0]) if heading else -1
                start = at + len(heading) if at >= 0 else place[0]
            if end is None and place is not None:
                end = place[1]
        if start is None or end is None or end < start:
            return None
        spans.append((start, end))
    return spans


def answers_only(rows, tokenizer, split):
    """Conversations as tokens, with a mask of those that the assistant says. Says what is cut, and drops what has no answer left."""
    marked = bool(re.search(r"\{%-?\s*generation\s*-?%\}", template_text(tokenizer)))
    limit = SETTINGS["max_length"]

    def tokens_of(row, index):
        messages = [{key: value for key, value in turn.items() if value is not None} for turn in row["messages"]]
        tools = row.get("tools")
        options = {"tools": json.loads(tools) if isinstance(tools, str) else tools, **(row.get("chat_template_kwargs") or {})}

        def render(some, prompt=False):
            return tokenizer.apply_chat_template(some, tokenize=False, add_generation_prompt=prompt, **options)

        try:
            if marked:
                told = tokenizer.apply_chat_template(messages, tokenize=True, return_dict=True, return_assistant_tokens_mask=True, **options)
                ids, mask, found = told["input_ids"], told["assistant_masks"], True
            else:
                text = render(messages)
                told = tokenizer(text, add_special_tokens=False, return_offsets_mapping=True)
                spans = answer_spans(render, messages, text, tokenizer.eos_token)
                ids, found = told["input_ids"], spans is not None
                mask = [int(not found or any(begin < last and stop <= last and stop > first for first, last in spans)) for begin, stop in told["offset_mapping"]]
        except Exception as error:
            raise Trouble("DATA", f"Row {index + 1} of {split}: the model's chat template refuses it: {error}", row=index + 1, split=split) from error
        return {
            "input_ids": ids if SETTINGS["packing"] else ids[:limit],
            "assistant_masks": mask if SETTINGS["packing"] else mask[:limit],
            "cut": len(ids) > limit,
            "found": found,
        }

    processes = min(8, os.cpu_count() or 1) if len(rows) > 20_000 else None
    rows = rows.map(tokens_of, with_indices=True, remove_columns=rows.column_names, num_proc=processes)
    unfound = sum(not each for each in rows["found"])
    if unfound:
        note("TEMPLATE", f"In {unfound} of {len(rows)} rows of {split} the model's chat template does not tell whose words are whose: there, the questions are learnt too.")
    kept = rows.filter(lambda row: 1 in row["assistant_masks"], num_proc=processes)
    cut, dropped = sum(rows["cut"]), len(rows) - len(kept)
    if dropped == len(rows):
        raise Trouble("DATA", f"At {limit} tokens, no row of {split} has anything left of its answers")
    if dropped:
        note("DROPPED", f"{dropped} of {len(rows)} rows of {split} were left out: at {limit} tokens nothing of their answers remains.")
    elif cut and not SETTINGS["packing"]:
        note("CUT", f"{cut} of {len(rows)} rows of {split} are longer than {limit} tokens, and their ends were cut off.")
    return kept.select_columns(["input_ids", "assistant_masks"]), {"cut": cut, "dropped": dropped}
`;

// The part of a generated app that chats: turns into a prompt, in the model's own template where it has one.

export function appChat(gpu: (call: string) => string): string {
  return String.raw`
def plain(content):
    """A turn's text: Gradio keeps it as a list of blocks, and most chat templates want a string."""
    if isinstance(content, str):
        return content
    blocks = content if isinstance(content, list) else [content]
    texts = [block if isinstance(block, str) else block.get("text", "") for block in blocks if isinstance(block, (str, dict))]
    return "".join(texts)


def encoded(turns):
    if tokenizer.chat_template is None:
        # Made to go on with a text: it is given one.
        return tokenizer("\n".join(turn["content"] for turn in turns), return_tensors="pt")
    try:
        return tokenizer.apply_chat_template(turns, add_generation_prompt=True, return_tensors="pt", return_dict=True)
    except Exception:
        if turns[0]["role"] != "system" or len(turns) < 2:
            raise
        # Some templates know no system prompt: it is put before the first turn.
        system, first, *rest = turns
        return encoded([{"role": first["role"], "content": f"{system['content']}\n\n{first['content']}"}, *rest])


def prompt(message, history, system, max_new_tokens):
    turns = [{"role": "system", "content": system}] if system and system.strip() else []
    fixed = len(turns)
    turns += [{"role": turn["role"], "content": plain(turn["content"])} for turn in history or []]
    turns.append({"role": "user", "content": plain(message)})
    inputs = encoded(turns)
    # The oldest turns of a conversation that has become too long are left out.
    while CONTEXT and len(turns) > fixed + 2 and inputs["input_ids"].shape[1] + int(max_new_tokens) > CONTEXT:
        del turns[fixed : fixed + 2]
        inputs = encoded(turns)
    return inputs

${gpu(`
def seconds(message, history, system, max_new_tokens, temperature, top_p):
    return min(GPU_SECONDS, 10 + int(max_new_tokens or MAX_NEW_TOKENS) // 15)

`)}
def chat(message, history, system, max_new_tokens, temperature, top_p):
    max_new_tokens = max_new_tokens or MAX_NEW_TOKENS
    inputs = prompt(message, history, system, max_new_tokens).to(model.device)
    inputs.pop("token_type_ids", None)
    yield from generate(inputs, max_new_tokens, temperature, top_p)


# Made before the page, so that they come under the conversation and not above it.
inputs = [
    gr.Textbox(SYSTEM_PROMPT, label="System prompt", lines=2),
    gr.Slider(16, max(1024, MAX_NEW_TOKENS), MAX_NEW_TOKENS, step=16, label="Max new tokens"),
    gr.Slider(0, 2, TEMPERATURE, step=0.05, label="Temperature"),
    gr.Slider(0.05, 1, 0.95, step=0.05, label="Top-p"),
]

with gr.Blocks(title=TITLE, fill_height=True) as app:
    gr.HTML(HEADING)
    gr.ChatInterface(
        chat,
        additional_inputs=inputs,
        # One value for each input; None leaves what the visitor chose.
        examples=[[example, None, None, None, None] for example in EXAMPLES] or None,
        cache_examples=False,
        api_name="chat",
    )
`;
}

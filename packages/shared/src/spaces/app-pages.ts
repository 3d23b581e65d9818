// The parts of a generated app that take one text and give one answer: a continuation, vectors, or labels.

type Gpu = (call: string) => string;

const shortCall = `
def seconds(text):
    return min(GPU_SECONDS, 5 + len(text) // 2000)

`;

export function appCompletion(gpu: Gpu): string {
  return String.raw`${gpu(`
def seconds(text, max_new_tokens, temperature, top_p):
    return min(GPU_SECONDS, 10 + int(max_new_tokens or MAX_NEW_TOKENS) // 15)

`)}
def complete(text, max_new_tokens, temperature, top_p):
    max_new_tokens = max_new_tokens or MAX_NEW_TOKENS
    inputs = tokenizer(text, return_tensors="pt").to(model.device)
    inputs.pop("token_type_ids", None)
    if inputs["input_ids"].shape[1] == 0:
        raise gr.Error("Write something for the model to go on with.")
    yield from generate(inputs, max_new_tokens, temperature, top_p)

${page(
  'complete',
  [
    'text = gr.Textbox(label="Text", lines=6)',
    'with gr.Accordion("More", open=False):',
    '    max_new_tokens = gr.Slider(16, max(1024, MAX_NEW_TOKENS), MAX_NEW_TOKENS, step=16, label="Max new tokens")',
    '    temperature = gr.Slider(0, 2, TEMPERATURE, step=0.05, label="Temperature")',
    '    top_p = gr.Slider(0.05, 1, 0.95, step=0.05, label="Top-p")',
    'ask = gr.Button("Go on", variant="primary")',
  ],
  '[text, max_new_tokens, temperature, top_p]',
  'gr.Textbox(label="What the model adds", lines=10)',
)}`;
}

export function appEmbeddings(gpu: Gpu): string {
  return String.raw`
def pooled(inputs, states):
    """One vector a text: the mean of its tokens, each as long as one."""
    mask = inputs["attention_mask"].unsqueeze(-1).to(states.dtype)
    return torch.nn.functional.normalize((states * mask).sum(1) / mask.sum(1).clamp(min=1), dim=-1)

${gpu(shortCall)}
@torch.no_grad()
def embed(text):
    """A vector for each line, and the cosine between each two."""
    texts = [line for line in text.splitlines() if line.strip()]
    if not texts:
        raise gr.Error("Write at least one line.")
    inputs = tokenizer(texts, padding=True, truncation=CONTEXT is not None, max_length=CONTEXT, return_tensors="pt")
    inputs = inputs.to(model.device)
    inputs.pop("token_type_ids", None)
    vectors = pooled(inputs, model(**inputs).last_hidden_state.float()).cpu()
    return {
        "model": MODEL_ID,
        "dimensions": vectors.shape[1],
        "texts": texts,
        "similarity": [[round(value, 4) for value in row] for row in (vectors @ vectors.T).tolist()],
        "embeddings": [[round(value, 6) for value in row] for row in vectors.tolist()],
    }

${page(
  'embed',
  ['text = gr.Textbox(label="Texts, one a line", lines=6)', 'ask = gr.Button("Embed", variant="primary")'],
  '[text]',
  'gr.JSON(label="Vectors", max_height=480)',
)}`;
}

export function appClassification(gpu: Gpu): string {
  return String.raw`${gpu(shortCall)}
@torch.no_grad()
def classify(text):
    """How sure the model is of each label."""
    inputs = tokenizer(text, truncation=CONTEXT is not None, max_length=CONTEXT, return_tensors="pt").to(model.device)
    scores = model(**inputs).logits[0].float()
    many = model.config.problem_type == "multi_label_classification" or scores.shape[0] == 1
    shares = torch.sigmoid(scores) if many else torch.softmax(scores, dim=-1)
    return {str(model.config.id2label.get(index, index)): share for index, share in enumerate(shares.tolist())}

${page(
  'classify',
  ['text = gr.Textbox(label="Text", lines=6)', 'ask = gr.Button("Classify", variant="primary")'],
  '[text]',
  'gr.Label(label="Labels", num_top_classes=10)',
)}`;
}

/** A page with a box to write in, a button named `ask`, and the answer beside them. */
function page(name: string, inputs: readonly string[], given: string, output: string): string {
  return String.raw`
with gr.Blocks(title=TITLE) as app:
    gr.HTML(HEADING)
    with gr.Row():
        with gr.Column():
${inputs.map((line) => `            ${line}`).join('\n')}
            if EXAMPLES:
                gr.Examples([[example] for example in EXAMPLES], [text], cache_examples=False)
        with gr.Column():
            answer = ${output}
    ask.click(${name}, ${given}, answer, api_name="${name}")
`;
}

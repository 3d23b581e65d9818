// The part of a generated app that writes: tokens as they come, ended when the visitor leaves, and with the failure of
// the thread behind it instead of a wait without end.

export const appGenerate = String.raw`
def generate(inputs, max_new_tokens, temperature, top_p):
    """Yields the whole answer so far, again and again."""
    pieces = TextIteratorStreamer(tokenizer, skip_prompt=True, skip_special_tokens=True)
    left, failures = threading.Event(), []
    asked = {"max_new_tokens": room(inputs["input_ids"].shape[1], max_new_tokens), "do_sample": temperature > 0}
    if temperature > 0:
        asked.update(temperature=float(temperature), top_p=float(top_p))

    def nobody_waits(input_ids, scores, **_):
        return torch.full((input_ids.shape[0],), left.is_set(), device=input_ids.device, dtype=torch.bool)

    def work():
        try:
            model.generate(
                **inputs,
                **asked,
                pad_token_id=tokenizer.pad_token_id,
                streamer=pieces,
                stopping_criteria=[nobody_waits],
            )
        except BaseException as error:
            failures.append(error)
        finally:
            pieces.text_queue.put(pieces.stop_signal)

    worker = threading.Thread(target=work, daemon=True)
    worker.start()
    text = ""
    try:
        for piece in pieces:
            text += piece
            if piece:
                yield text
    finally:
        left.set()
    worker.join()
    if failures:
        print(f"{type(failures[0]).__name__}: {failures[0]}", flush=True)
        raise gr.Error(f"The model could not answer: {failures[0]}") from failures[0]
    if not text:
        yield text


def room(used, wanted):
    """How many tokens may be added to so many."""
    return int(wanted) if CONTEXT is None else max(1, min(int(wanted), CONTEXT - used))
`;

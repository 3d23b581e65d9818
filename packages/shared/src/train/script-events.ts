// The part of a training script that tells how far it is: the event lines of
// `sandbox-hub/src/trainer/event-lines.ts`.

export const scriptEvents = String.raw`
RANK = int(os.environ.get("RANK", "0"))  # several processes train on several cards; the first one speaks


class Trouble(Exception):
    """A failure whose cause is known: code is one of DATA, GATED, BF16, PUSH, FAILED."""

    def __init__(self, code, message, **fields):
        super().__init__(message)
        self.code, self.fields = code, fields

    def __reduce__(self):  # it may come from another process
        return rebuilt, (self.code, str(self), self.fields)


def rebuilt(code, message, fields):
    return Trouble(code, message, **fields)


def emit(kind, /, **fields):
    """One line that a program reads. Only an error may come from any process."""
    if RANK == 0 or kind == "error":
        print("@@HUBDESK " + json.dumps({"t": time.time(), "k": kind, **fields}, default=str), flush=True)


def note(code, message):
    """Something that is not as it was asked for, said to people and to programs."""
    if RANK == 0:
        print(f"NOTE: {message}", flush=True)
    emit("note", code=code, message=message)


def numbers(logs):
    """The numbers of a log. What is not finite has no place in JSON and is left out."""
    told = {}
    for name, value in logs.items():
        try:
            value = float(value)
        except (TypeError, ValueError):
            continue
        if math.isfinite(value):
            told[name] = value
    return told


class Events(TrainerCallback):
    last_eval_step = None

    def on_train_begin(self, args, state, control, **kwargs):
        resumed = {"resumed_from": state.global_step} if state.global_step else {}
        emit("start", max_steps=state.max_steps, epochs=args.num_train_epochs, **resumed)

    def on_log(self, args, state, control, logs=None, **kwargs):
        told = numbers(logs or {})
        if "loss" in (logs or {}):
            emit("step", **{**told, "step": state.global_step, "max_steps": state.max_steps})
            if RANK == 0:
                print(f"step {state.global_step} of {state.max_steps}: loss {logs['loss']}", flush=True)
            if "loss" not in told:
                note("LOSS", f"The loss is {logs['loss']} at step {state.global_step}: the learning rate may be too high.")
        elif any(name.startswith("eval_") for name in told):
            self.last_eval_step = state.global_step
            emit("eval", **{**told, "step": state.global_step})
            if RANK == 0 and "eval_loss" in told:
                print(f"evaluated at step {state.global_step}: loss {told['eval_loss']:.4f}", flush=True)

    def on_save(self, args, state, control, **kwargs):
        emit("checkpoint", step=state.global_step, path=os.path.join(args.output_dir, f"checkpoint-{state.global_step}"))


def code_of(error):
    text = f"{type(error).__name__}: {error}".lower()
    if isinstance(error, Trouble):
        return error.code
    if "out of memory" in text or "outofmemory" in text:
        return "OOM"
    if "gatedrepo" in text or "gated" in text or "repositorynotfound" in text or "401 client error" in text or "not a valid model identifier" in text:
        return "GATED"
    if ("bf16" in text or "bfloat16" in text) and "support" in text:
        return "BF16"
    if type(error).__module__.startswith(("datasets.", "jinja2.")):
        return "DATA"
    return "FAILED"
`;

// The part of a training script that loads the tokenizer and the model, with
// number formats that the card really has.

export const scriptModel = String.raw`
CUDA = torch.cuda.is_available()
# Without this the question is answered with yes on cards that only emulate it, such as the T4.
BF16 = CUDA and torch.cuda.is_bf16_supported(including_emulation=False)
ADAPTER = SETTINGS["tuning"] != "full"


def weights_dtype():
    """TRL's own default is 32 bits for everything; only full training needs that, to add up small steps."""
    asked = SETTINGS["dtype"]
    if not CUDA:
        if asked not in ("auto", "float32"):
            note("PRECISION", f"There is no GPU: the weights are kept as float32 and not as {asked}.")
        return "float32"
    if asked == "bfloat16" and not BF16:
        raise Trouble("BF16", f"{torch.cuda.get_device_name()} has no bfloat16. Choose “auto” or float16, or a newer card.")
    if not ADAPTER and asked in ("auto", "float16"):
        if asked == "float16":
            note("PRECISION", "Weights of 16 bits without bfloat16 cannot be trained in full: they are kept as float32.")
        return "float32"
    return ("bfloat16" if BF16 else "float16") if asked == "auto" else asked


def attention():
    """FlashAttention where rows are packed: any other would let them see each other."""
    asked = SETTINGS["attn_implementation"]
    flash = "kernels-community/flash-attn2"
    if SETTINGS.get("packing"):
        if asked == "auto" and BF16:
            return flash
        if asked != flash or not BF16:
            note("PACKING", "Rows are not packed: that needs FlashAttention, and a card that has bfloat16.")
            SETTINGS["packing"] = False
    if asked == flash and not BF16:
        note("ATTENTION", "FlashAttention needs a newer card: the model's own attention is used.")
        return None
    return None if asked == "auto" else asked


def template_text(tokenizer):
    template = tokenizer.chat_template
    return (template or {}).get("default", "") if isinstance(template, dict) or template is None else template


def load_tokenizer(chat):
    tokenizer = AutoTokenizer.from_pretrained(SETTINGS["model"])
    end = SETTINGS.get("eos_token")
    if end and tokenizer.convert_tokens_to_ids(end) in (None, tokenizer.unk_token_id):
        raise Trouble("FAILED", f"The model has no token {end} to end an answer with")
    if chat and not template_text(tokenizer):
        vocabulary = tokenizer.get_vocab()
        ending, template = next((row[1:] for row in TEMPLATES if all(token in vocabulary for token in row[0])))
        tokenizer.chat_template, end = template, end or ending
        note("TEMPLATE", "The model has no chat template: it is given one that fits its tokens, which is saved with it.")
    if end:
        tokenizer.eos_token = end
    if tokenizer.pad_token is None:
        tokenizer.pad_token = tokenizer.eos_token
    return tokenizer


def load_model(dtype, attention):
    options = {"dtype": getattr(torch, dtype)}
    if attention:
        options["attn_implementation"] = attention
    if CUDA:
        options["device_map"] = {"": int(os.environ.get("LOCAL_RANK", "0"))}
    if SETTINGS["tuning"] == "qlora":
        if not CUDA:
            raise Trouble("FAILED", "QLoRA needs an NVIDIA card")
        options["quantization_config"] = BitsAndBytesConfig(
            load_in_4bit=True,
            bnb_4bit_quant_type="nf4",
            bnb_4bit_use_double_quant=True,
            bnb_4bit_compute_dtype=torch.bfloat16 if BF16 else torch.float16,
        )
    config = AutoConfig.from_pretrained(SETTINGS["model"])
    kind = getattr(transformers, (config.architectures or [""])[0], AutoModelForCausalLM)
    model = kind.from_pretrained(SETTINGS["model"], **options)
    emit(
        "model",
        model=SETTINGS["model"],
        parameters=model.num_parameters(),
        dtype=dtype,
        device=torch.cuda.get_device_name() if CUDA else "cpu",
        gpus=torch.cuda.device_count(),
        family=config.model_type,
    )
    return model


def end_answers(model, tokenizer, chat):
    """Lets the model stop where it is taught to: at the token that ends an answer, which not every base model stops at."""
    known = model.generation_config.eos_token_id
    known = [] if known is None else [known] if isinstance(known, int) else list(known)
    if chat:
        turns = [{"role": "user", "content": "?"}, {"role": "assistant", "content": STAND_IN}]
        try:
            tail = tokenizer.apply_chat_template(turns, tokenize=False).rpartition(STAND_IN)[2].strip()
        except Exception:  # a row that it refuses is told with its number
            tail = ""
        ids = tokenizer(tail, add_special_tokens=False)["input_ids"] if tail else []
        if ids and ids[0] in tokenizer.added_tokens_decoder and ids[0] not in (tokenizer.eos_token_id, *known):
            tokenizer.eos_token = tokenizer.convert_ids_to_tokens(ids[0])
            note("TEMPLATE", f"An answer ends with {tokenizer.eos_token}: from now on the model stops there.")
    if tokenizer.eos_token_id is not None and tokenizer.eos_token_id not in known:
        model.generation_config.eos_token_id = [tokenizer.eos_token_id, *known]
`;

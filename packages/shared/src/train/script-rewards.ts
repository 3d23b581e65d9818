// The part of a GRPO script that says how good an answer is.

export const scriptRewards = String.raw`
def text_of(answer):
    return answer if isinstance(answer, str) else "".join(turn.get("content") or "" for turn in answer)


def contains_column(completions, **columns):
    """1 for an answer that has the text of its row's column in it."""
    wanted = columns[SETTINGS["reward_value"]]
    return [float(str(text) in text_of(answer)) for answer, text in zip(completions, wanted)]


def matches_pattern(completions, **columns):
    """1 for an answer in which the regular expression is found."""
    return [float(re.search(SETTINGS["reward_value"], text_of(answer)) is not None) for answer in completions]


def near_length(completions, **columns):
    """1 for an answer of just so many characters, falling to 0 for one that is empty or twice as long."""
    wanted = float(SETTINGS["reward_value"])
    return [max(0.0, 1 - abs(len(text_of(answer)) - wanted) / wanted) for answer in completions]


def reward(columns):
    value = SETTINGS["reward_value"]
    if SETTINGS["reward"] == "contains-column":
        if value not in columns:
            raise Trouble("DATA", f"The reward looks at the column {value}, and the dataset has {', '.join(columns)}")
        return contains_column
    if SETTINGS["reward"] == "matches-pattern":
        try:
            re.compile(value)
        except re.error as error:
            raise Trouble("FAILED", f"The reward's pattern is no regular expression: {error}") from error
        return matches_pattern
    if SETTINGS["reward"] == "near-length":
        if not value.strip().isdigit() or int(value) == 0:
            raise Trouble("FAILED", f"The reward's length is no number of characters: {value}")
        return near_length
    raise Trouble("FAILED", "GRPO needs a reward")
`;

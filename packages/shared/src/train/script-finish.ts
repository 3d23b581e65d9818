// The part of a training script after the last step: the weights are written,
// pushed once, and looked for where they should now be.

export const scriptFinish = String.raw`
def checkpoint_in(folder):
    """The last checkpoint that was written to its end."""
    found = []
    for name in os.listdir(folder) if os.path.isdir(folder) else []:
        number = re.fullmatch(r"checkpoint-(\d+)", name)
        parts = os.listdir(os.path.join(folder, name)) if number else []
        if "trainer_state.json" in parts and any(part.endswith(".safetensors") for part in parts):
            found.append((int(number.group(1)), os.path.join(folder, name)))
    return max(found, default=(0, None))[1]


def push(folder):
    """Uploads the folder without its checkpoints, and gives the commit. A passing failure is tried again."""
    api, repo = HfApi(), SETTINGS["hub_model_id"]
    emit("push", repo=repo)
    for wait in (3, 10, 30, 60, None):
        try:
            api.create_repo(repo, private=SETTINGS["hub_private_repo"], exist_ok=True)
            return api.upload_folder(
                repo_id=repo,
                folder_path=folder,
                commit_message="End of training",
                ignore_patterns=["checkpoint-*", "checkpoint-*/**", "training_args.bin", "runs/**", ".cache/**", "_*"],
            ).oid
        except Exception as error:
            status = getattr(getattr(error, "response", None), "status_code", None)
            if wait is None or status in (400, 401, 402, 403, 404):
                raise Trouble("PUSH", f"The weights could not be pushed to {repo}: {error}", repo=repo) from error
            reason = (str(error) or type(error).__name__).splitlines()[0]
            note("PUSH", f"The push failed and is tried again in {wait} seconds: {reason}")
            time.sleep(wait)


def verify(folder, commit):
    """Fails unless the Hub lists every file of weights with the size it has here."""
    repo = SETTINGS["hub_model_id"]
    ours = {name: os.path.getsize(os.path.join(folder, name)) for name in os.listdir(folder) if name.endswith(".safetensors")}
    info = HfApi().model_info(repo, revision=commit, files_metadata=True)
    theirs = {each.rfilename: each.size for each in info.siblings}
    missing = [name for name, size in ours.items() if theirs.get(name) != size]
    if not ours or missing:
        raise Trouble("PUSH", f"The push ended, but {repo} does not have the weights: {', '.join(missing) or 'none were written'}", repo=repo)
    emit("verified", repo=repo, files=list(ours), sizes=ours, bytes=sum(ours.values()), commit=commit, kind="adapter" if ADAPTER else "full")
`;

"""Drives a Sandbox Hub with `huggingface_hub` and the `hf` tool: Spaces from making to deleting, and login by device
code.

HF_ENDPOINT and a fresh HF_HOME come from the environment, the rest as one JSON object on standard input. Prints one
JSON line for each thing that it proves, and `{"approve": code}` when a login waits for a person.
"""

import json
import os
import subprocess
import sys
import time

from hf_tool import TOOL, run_hf
from huggingface_hub import HfApi, InferenceClient, Volume, __version__
from huggingface_hub.errors import DeviceCodeError, HfHubHTTPError, RepositoryNotFoundError
from huggingface_hub.utils import get_token
from huggingface_hub.utils._oauth_device import poll_device_token, refresh_access_token, request_device_code

given = json.load(sys.stdin)
assert __version__ == given["version"], __version__
token = given["tokens"]["write"]
api = HfApi(token=token)
own = f"sandy/python-{__version__.replace('.', '-')}"


def proves(row):
    print(json.dumps({"passed": row}), flush=True)


def refused(error, run):
    try:
        run()
    except error as raised:
        return raised
    raise AssertionError(f"not refused with {error.__name__}")


def until(stage, repo_id=own):
    # What `wait_for_space` of 2.0 does, without its second between two looks; 1.33 has none.
    deadline = time.monotonic() + 60
    while (runtime := api.get_space_runtime(repo_id)).stage != stage:
        assert time.monotonic() < deadline, runtime
        assert not runtime.stage.endswith("ERROR"), runtime
    return runtime


def hf(*command, more=None):
    env = {**os.environ, "HF_TOKEN": token} if more is None else {**os.environ, **more}
    done = run_hf(*command, env=env)
    assert done.returncode == 0, (command, done.stdout, done.stderr)
    return done.stdout


url = api.create_repo(
    own,
    repo_type="space",
    space_sdk="gradio",
    space_hardware="cpu-upgrade",
    space_sleep_time=3600,
    space_secrets=[{"key": "SECRET", "value": "s3cret", "description": "Why"}],
    space_variables=[{"key": "MODEL_ID", "value": "sandy/harbour-helper"}],
    private=True,
)
assert url.repo_id == own and url.repo_type == "space"
assert api.create_repo(own, repo_type="space", space_sdk="gradio", exist_ok=True).repo_id == own
proves("create_repo of a Space with hardware, sleep, secrets and variables, and again with exist_ok")

api.upload_file(path_or_fileobj=b"import gradio\n", path_in_repo="app.py", repo_id=own, repo_type="space")
runtime = until("RUNNING")
assert (runtime.hardware, runtime.requested_hardware, runtime.sleep_time) == ("cpu-upgrade", "cpu-upgrade", 3600)
assert not runtime.dev_mode and runtime.volumes == []
if hasattr(api, "wait_for_space"):
    assert api.wait_for_space(own).stage == "RUNNING"
proves("upload_file, and get_space_runtime until it runs")

info = api.space_info(own)
assert info.sdk == "gradio" and info.runtime.stage == "RUNNING" and info.private
assert info.subdomain == own.replace("/", "-").replace(".", "-") and info.host.startswith("http://127.0.0.1:")
assert own in [space.id for space in api.list_spaces(author="sandy")]
refused(RepositoryNotFoundError, lambda: api.get_space_runtime(own, token=False))
proves("space_info and list_spaces, with stage, subdomain and host; private to strangers")

secrets = api.get_space_secrets(own)
assert secrets["SECRET"].description == "Why" and secrets["SECRET"].updated_at is not None
api.add_space_secret(own, "OTHER", "x")
api.delete_space_secret(own, "SECRET")
assert list(api.get_space_secrets(own)) == ["OTHER"]
variables = api.add_space_variable(own, "COLOUR", "blue", description="Of the sea")
assert variables["COLOUR"].value == "blue" and variables["MODEL_ID"].value == "sandy/harbour-helper"
assert "COLOUR" not in api.delete_space_variable(own, "COLOUR")
assert list(api.get_space_variables(own)) == ["MODEL_ID"]
until("RUNNING")
proves("secrets and variables: add, read, delete")

assert api.pause_space(own).stage == "PAUSED"
assert api.restart_space(own).stage in ("APP_STARTING", "RUNNING")
until("RUNNING")
assert api.restart_space(own, factory_reboot=True).stage in ("RUNNING_BUILDING", "RUNNING")
until("RUNNING")
proves("pause_space, restart_space, factory reboot")

assert api.request_space_hardware(own, "t4-small", sleep_time=7200).requested_hardware == "t4-small"
assert until("RUNNING").hardware == "t4-small"
assert api.set_space_sleep_time(own, 900).sleep_time == 900
assert {"cpu-basic", "zero-a10g", "t4-small"} <= {each.name for each in api.list_spaces_hardware()}
proves("request_space_hardware, set_space_sleep_time, list_spaces_hardware")

api.set_space_volumes(own, [Volume(type="model", source="sandy/harbour-helper", mount_path="/model", read_only=True)])
assert until("RUNNING").volumes[0].mount_path == "/model"
api.delete_space_volumes(own)
assert until("RUNNING").volumes == []
proves("set_space_volumes and delete_space_volumes")

assert api.enable_space_dev_mode(own).dev_mode is True
until("RUNNING")
assert api.disable_space_dev_mode(own).dev_mode is False
until("RUNNING")
proves("dev mode on and off")

build = "".join(api.fetch_space_logs(own, build=True))
assert "Build Queued" in build and "only looks at the files" in build
run = []
for line in api.fetch_space_logs(own, follow=True):
    run.append(line)
    if "Running on local URL" in line:
        break
assert "as sandy/harbour-helper" in "".join(run) and "s3cret" not in "".join(run)
proves("fetch_space_logs of the build, and of the run while it runs")

copy = api.duplicate_repo(own, own + "-copy", repo_type="space", space_hardware="cpu-basic", private=True)
assert copy.repo_id == own + "-copy"
assert list(api.get_space_variables(copy.repo_id)) == ["MODEL_ID"] and api.get_space_secrets(copy.repo_id) == {}
until("RUNNING", copy.repo_id)
proves("duplicate_repo with its own hardware")

if hasattr(api, "list_space_templates"):
    templated = api.create_repo(own + "-templated", repo_type="space", space_template="chatbot")
    until("RUNNING", templated.repo_id)
    assert "app.py" in api.list_repo_files(templated.repo_id, repo_type="space")
    api.delete_repo(templated.repo_id, repo_type="space")
    proves("list_space_templates, and create_repo from one")

poor = HfApi(token=given["tokens"]["noCredits"])
name = f"riley/free-{__version__.replace('.', '-')}"
refusal = refused(HfHubHTTPError, lambda: poor.create_repo(name, repo_type="space", space_sdk="gradio"))
assert refusal.response.status_code == 402 and "PRO" in str(refusal), refusal
poor.create_repo(name, repo_type="space", space_sdk="gradio", space_hardware="zero-a10g")
poor.delete_repo(name, repo_type="space")
proves("a free account is refused cpu-basic and may have ZeroGPU")

assert "RUNNING" in hf("spaces", "info", own, "--format", "json")
assert f"{info.subdomain}@ssh.hf.space" in hf("spaces", "dev-mode", own)
until("RUNNING")
hf("spaces", "dev-mode", "--stop", own)
until("RUNNING")
assert "MODEL_ID" in hf("spaces", "variables", "ls", own)
hf("spaces", "secrets", "add", own, "-s", "FROM_CLI=1")
assert "FROM_CLI" in hf("spaces", "secrets", "ls", own)
hf("spaces", "pause", own)
assert api.get_space_runtime(own).stage == "PAUSED"
hf("spaces", "restart", own)
until("RUNNING")
hf("spaces", "settings", own, "--sleep-time", "1200")
assert api.get_space_runtime(own).sleep_time == 1200
assert "Build Queued" in hf("spaces", "logs", own, "--build")
assert "t4-small" in hf("spaces", "hardware")
proves("hf spaces: info, variables, secrets, pause, restart, settings, logs, hardware")

for each in (own, own + "-copy"):
    api.delete_repo(each, repo_type="space")
refused(RepositoryNotFoundError, lambda: api.get_space_runtime(own))
proves("delete_repo of a Space")

def inference(model, path=""):
    return InferenceClient(base_url=f"{given['routerUrl']}/hf-inference/models/{model}{path}", api_key=token)


small = "sentence-transformers/all-MiniLM-L6-v2"
near, far = inference(small, "/pipeline/sentence-similarity").sentence_similarity(
    "The harbour is closed", ["The harbour closed", "Bread is baked"]
)
assert near > far
best = inference("distilbert/distilbert-base-uncased-finetuned-sst-2-english").text_classification("What a wonderful day")[0]
assert best.label == "POSITIVE"
proves("InferenceClient(base_url=…): sentence_similarity, text_classification")

device = request_device_code()
print(json.dumps({"approve": device["user_code"]}), flush=True)
issued = poll_device_token(device)
assert issued["access_token"].startswith("hf_oauth_")
who = HfApi(token=issued["access_token"]).whoami()
assert who["name"] == "sandy" and who["auth"]["type"] == "oauth"
renewed = refresh_access_token(issued["refresh_token"])
assert renewed["access_token"] != issued["access_token"]
assert refused(DeviceCodeError, lambda: refresh_access_token(issued["refresh_token"])).error_code == "invalid_grant"
HfApi(token=renewed["access_token"]).create_repo("sandy/made-by-login", exist_ok=True)
proves("login by device code with the library: approved, used, renewed once")

device = request_device_code()
print(json.dumps({"deny": device["user_code"]}), flush=True)
assert refused(DeviceCodeError, lambda: poll_device_token(device)).error_code == "access_denied"
proves("login by device code with the library: denied")

assert get_token() is None
login = subprocess.Popen(
    [TOOL, "auth", "login", "--format", "agent"], env={**os.environ, "PYTHONUNBUFFERED": "1"}, stdout=subprocess.PIPE, text=True
)
said = login.stdout.readline()
code = said.split("enter the code ")[1].split(".")[0]
assert f"{os.environ['HF_ENDPOINT']}/oauth/device?user_code={code}" in said, said
print(json.dumps({"approve": code}), flush=True)
rest, _ = login.communicate(timeout=60)
assert login.returncode == 0 and "logged in as sandy" in rest, rest
assert "sandy" in hf("auth", "whoami", more={})
hf("auth", "logout", more={})
proves("hf auth login by device code, hf auth whoami, hf auth logout")

"""Runs Jobs in a Sandbox Hub with `huggingface_hub` and the `hf` command line.

HF_ENDPOINT, HF_TOKEN and a fresh HF_HOME come from the environment, the rest as one JSON object on standard input.
Prints one JSON line for each thing that it proves; ends with an error at the first that it does not.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

from hf_tool import TOOL, run_hf
from huggingface_hub import HfApi, Volume, __version__
from huggingface_hub.errors import HfHubHTTPError

given = json.load(sys.stdin)
api = HfApi()
assert __version__ == given["version"], __version__
work = Path(os.environ["HF_HOME"]).parent / "work"
work.mkdir(exist_ok=True)


def proves(row):
    print(json.dumps({"passed": row}), flush=True)


def hf(*words, code=0):
    ran = run_hf("jobs", *words, cwd=work)
    assert ran.returncode == code, (words, ran.returncode, ran.stdout, ran.stderr)
    # What is for people (hints, progress) goes to the other output.
    return ran.stdout


def refused(status, run):
    try:
        run()
    except HfHubHTTPError as error:
        assert error.response.status_code == status, error
        return error
    raise AssertionError(f"not refused with {status}")


echo = {"image": "python:3.12", "command": ["echo", "hello"]}
waits = {"image": "python:3.12", "command": ["sh", "-c", "echo ready; exec sleep 600"]}

# --- the library -----------------------------------------------------------------------------------------------------
hardware = {item.name: item for item in api.list_jobs_hardware()}
assert hardware["t4-small"].accelerator.vram == "16 GB" and hardware["cpu-basic"].unit_cost_micro_usd == 167
proves("list_jobs_hardware")

job = api.run_job(
    **{**echo, "command": ["python", "-c", "import os; print('I am', os.environ['JOB_ID'], os.environ['KEY'])"]},
    env={"A": "b"}, secrets={"KEY": "kept"}, labels={"app": "conformance"}, timeout="2m",
)
assert list(api.fetch_job_logs(job_id=job.id, follow=True))[-1] == f"I am {job.id} kept"
told = api.inspect_job(job_id=job.id)
assert (told.status.stage, told.owner.name, told.secrets, told.environment) == ("COMPLETED", "sandy", ["KEY"], {"A": "b"})
assert told.durations.running_secs is not None and told.initiator.type == "user"
proves("run_job, fetch_job_logs to the end, inspect_job")

for number in range(3):
    api.run_job(**echo, labels={"batch": "one"})
assert len(list(api.list_jobs(labels={"batch": "one"}))) == 3
assert job.id in [each.id for each in api.list_jobs(status="COMPLETED")]
assert all(each.status.stage == "RUNNING" for each in api.list_jobs(status=["RUNNING"]))
proves("list_jobs by stage and label")

running = api.run_job(**waits)
for line in api.fetch_job_logs(job_id=running.id, follow=True):
    if line == "ready":
        break
for figures in api.fetch_job_metrics(job_id=running.id):
    assert figures["memory_total_bytes"] == 16 * 2**30, figures
    if figures["memory_used_bytes"] > 0:
        break
api.cancel_job(job_id=running.id)
assert api.inspect_job(job_id=running.id).status.stage == "CANCELED"
assert list(api.fetch_job_metrics(job_id=running.id)) == []
proves("fetch_job_metrics, cancel_job")

assert list(api.fetch_job_logs(job_id=job.id, tail=1)) == [f"I am {job.id} kept"]
proves("fetch_job_logs, the tail of a finished job")

assert api.update_job_labels(job_id=job.id, labels={"b": "c"}).labels == {"b": "c"}
failed = api.run_job(image="python:3.12", command=["sh", "-c", "exit 4"])
assert api.wait_for_job(job_id=failed.id).status.stage == "ERROR"
proves("update_job_labels, wait_for_job")

api.create_bucket("sandy/results", private=True)
volumes = [
    Volume(type="bucket", source="sandy/results", mount_path="/out"),
    Volume(type="dataset", source="sandy/small-questions", mount_path="/data"),
]
copied = api.run_job(image="python:3.12", command=["cp", "/data/val.jsonl", "/out/copied.jsonl"], volumes=volumes)
api.wait_for_job(job_id=copied.id)
api.download_bucket_files("sandy/results", [("copied.jsonl", str(work / "copied.jsonl"))])
assert (work / "copied.jsonl").read_text().startswith('{"messages"')
proves("run_job with volumes: a dataset read, a bucket written back")

poor = HfApi(token=given["tokens"]["noCredits"])
refused(402, lambda: poor.run_job(**echo))
assert "job.write" in str(refused(403, lambda: HfApi(token=given["tokens"]["read"]).run_job(**echo)))
refused(404, lambda: api.inspect_job(job_id="0" * 24))
refused(400, lambda: api.run_job(**echo, flavor="quantum"))
proves("refusals: 402, 403, 404, 400")

scheduled = api.create_scheduled_job(**waits, schedule="@hourly", concurrency=False)
assert scheduled.status.next_job_run_at is not None and scheduled.job_spec.docker_image == "python:3.12"
api.suspend_scheduled_job(scheduled_job_id=scheduled.id)
assert api.inspect_scheduled_job(scheduled_job_id=scheduled.id).suspend is True
api.resume_scheduled_job(scheduled_job_id=scheduled.id)
first = api.trigger_scheduled_job(scheduled_job_id=scheduled.id)
refused(409, lambda: api.trigger_scheduled_job(scheduled_job_id=scheduled.id))
api.cancel_job(job_id=first.id)
assert api.update_scheduled_job_labels(scheduled_job_id=scheduled.id, labels={"a": "1"}).job_spec.labels == {"a": "1"}
assert scheduled.id in [each.id for each in api.list_scheduled_jobs()]
assert api.inspect_scheduled_job(scheduled_job_id=scheduled.id).status.last_job.id == first.id
api.delete_scheduled_job(scheduled_job_id=scheduled.id)
refused(404, lambda: api.inspect_scheduled_job(scheduled_job_id=scheduled.id))
proves("scheduled jobs: create, suspend, resume, trigger, 409, labels, list, delete")

# --- the command line ------------------------------------------------------------------------------------------------
said = hf("run", "--name", "first", "python:3.12", "python", "-c", "print(6 * 7)")
assert "42" in said, said
proves("hf jobs run, with the log to its end")

hf("run", "python:3.12", "sh", "-c", "exit 3", code=1)
proves("hf jobs run of a job that fails")

script = work / "greet.py"
script.write_text("import sys\nfrom pathlib import Path\nprint('from', Path(__file__).name, 'with', sys.argv[1:])\n")
said = hf("uv", "run", str(script), "one", "two")
assert "from greet.py with ['one', 'two']" in said, said
proves("hf jobs uv run of a local script, through a bucket")

script.write_text("# /// script\n# dependencies = ['idna']\n# ///\nimport idna\nprint(idna.encode('bücher.example'))\n")
said = hf("uv", "run", str(script))
assert "b'xn--bcher-kva.example'" in said, said
proves("hf jobs uv run of a local script with dependencies of its own")

said = hf("uv", "run", "--with", "idna", "python", "-c", "import idna; print(idna.__name__)")
assert "idna" in said.splitlines()[-1] or "\nidna" in said, said
proves("hf jobs uv run of a command, with --with")

id = hf("run", "--detach", "--quiet", "python:3.12", "sh", "-c", "echo ready; exec sleep 600").split()[-1]
assert "ready" in hf("logs", id, "--tail", "1")
assert id in hf("ps", "--quiet")
assert json.loads(hf("inspect", id, "--json"))[0]["id"] == id
unbuffered = {**os.environ, "PYTHONUNBUFFERED": "1"}
stats = subprocess.Popen([TOOL, "jobs", "stats", id], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=unbuffered)
assert any("/ 17.2GB" in line for line in stats.stdout), "no figures"
hf("cancel", id)
stats.stdout.close()
stats.wait(timeout=60)
assert id not in hf("ps", "--quiet")
assert id in hf("ps", "-a", "--quiet")
proves("hf jobs run --detach, logs, ps, inspect, stats, cancel")

assert "t4-small" in hf("hardware")
proves("hf jobs hardware")

hf("scheduled", "run", "@daily", "python:3.12", "echo", "tick")
listed = json.loads(hf("scheduled", "ps", "--json"))
assert len(listed) == 1, listed
id = listed[0]["id"]
for verb in ("inspect", "suspend", "resume", "trigger", "delete"):
    hf("scheduled", verb, id)
assert json.loads(hf("scheduled", "ps", "-a", "--json")) == []
proves("hf jobs scheduled: run, ps, inspect, suspend, resume, trigger, delete")

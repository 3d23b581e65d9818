"""Drives a Sandbox Hub with `huggingface_hub`: identify, list, tell, chat.

HF_ENDPOINT, HF_TOKEN and a fresh HF_HOME come from the environment, the rest as one JSON object on standard input.
Prints one JSON line for each thing that it proves; ends with an error at the first that it does not.
"""

import json
import os
import sys

from huggingface_hub import HfApi, InferenceClient, __version__
from huggingface_hub.errors import HfHubHTTPError, RepositoryNotFoundError, RevisionNotFoundError

given = json.load(sys.stdin)
api = HfApi()
assert api.endpoint == os.environ["HF_ENDPOINT"]


def proves(row):
    print(json.dumps({"passed": row}), flush=True)


def refused(error, run):
    try:
        run()
    except error as raised:
        return raised
    raise AssertionError(f"not refused with {error.__name__}")


assert __version__ == given["version"], __version__

who = api.whoami()
assert (who["name"], who["isPro"]) == ("sandy", True)
assert [org["plan"] for org in who["orgs"]] == ["team", "enterprise"]
assert who["auth"]["accessToken"]["role"] == "write"
proves("whoami")

fine = api.whoami(token=given["tokens"]["fineGrained"])
assert "inference.serverless.write" in fine["auth"]["accessToken"]["fineGrained"]["scoped"][0]["permissions"]
proves("whoami of a fine-grained token")

expired = refused(HfHubHTTPError, lambda: api.whoami(token=given["tokens"]["expired"]))
assert expired.response.status_code == 401
proves("whoami refuses an expired token")

warm = list(api.list_models(pipeline_tag="text-generation", inference="warm", sort="downloads"))
assert len(warm) >= 170 and len({model.id for model in warm}) == len(warm)
assert [model.downloads for model in warm] == sorted((model.downloads for model in warm), reverse=True)
proves("list_models, warm text generation by downloads")

served = list(api.list_models(inference_provider=["groq", "cerebras"], expand=["inferenceProviderMapping", "gated"]))
for model in served:
    assert {"groq", "cerebras"} & {entry.provider for entry in model.inference_provider_mapping}
assert len(served) > 10
proves("list_models by several providers, with their mapping")

assert all(model.gated for model in api.list_models(gated=True, expand=["gated"]))
for model in api.list_models(num_parameters="min:1B,max:8B", filter="license:apache-2.0", expand=["safetensors", "tags"]):
    assert 1e9 <= model.safetensors.total <= 8e9 and "license:apache-2.0" in model.tags
assert [model.id for model in api.list_models(search="gpt-oss 120b", author="openai", filter=["conversational"])][0]
assert next(iter(api.list_models(author="sandy", full=True))).last_modified is not None
proves("list_models by gate, size, license, author and words")

assert "sandy/unfinished-lighthouse" in [model.id for model in api.list_models(author="sandy")]
assert "sandy/unfinished-lighthouse" not in [model.id for model in api.list_models(author="sandy", token=False)]
proves("list_models shows private models to their owner alone")

huge = HfApi(endpoint=given["hugeEndpoint"], token=False)
pages = [model.id for model in huge.list_models(pipeline_tag="text-generation", filter="license:mit", limit=3500)]
assert len(pages) == len(set(pages)) == 3500
proves("list_models over several pages")

info = api.model_info("meta-llama/Llama-3.3-70B-Instruct", files_metadata=True)
assert (info.gated, info.card_data.license, info.safetensors.total) == ("manual", "llama3.3", 70_000_000_000)
assert {sibling.rfilename: sibling.size for sibling in info.siblings}["model.safetensors"] == 140_000_000_000
assert api.model_info(info.id, revision=info.sha).sha == info.sha == api.model_info(info.id, revision="main").sha
mapping = api.model_info("zai-org/GLM-4.6", expand=["inferenceProviderMapping", "inference"])
assert mapping.inference == "warm"
assert {entry.provider: entry.provider_id for entry in mapping.inference_provider_mapping}["zai-org"] == "GLM-4.6"
proves("model_info, with files, revision and mapping")

refused(RepositoryNotFoundError, lambda: api.model_info("no/such-model"))
refused(RepositoryNotFoundError, lambda: api.model_info("sandy/unfinished-lighthouse", token=False))
refused(RevisionNotFoundError, lambda: api.model_info("Qwen/Qwen3-8B", revision="v9"))
assert api.model_info("sandy/unfinished-lighthouse").private
proves("model_info of missing and private models and revisions")

client = InferenceClient(base_url=given["routerUrl"] + "/v1", api_key=os.environ["HF_TOKEN"])
ask = {
    "model": "meta-llama/Llama-3.1-8B-Instruct:cheapest",
    "messages": [{"role": "user", "content": "What is a token?"}],
    "max_tokens": 60,
}
answer = client.chat_completion(**ask)
assert "Sandbox's little model" in answer.choices[0].message.content
assert answer.usage.total_tokens == answer.usage.prompt_tokens + answer.usage.completion_tokens
proves("chat_completion")

chunks = list(client.chat_completion(**ask, stream=True, stream_options={"include_usage": True}))
text = "".join(chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices)
assert "Sandbox's little model" in text and chunks[-1].usage.completion_tokens <= 60
proves("chat_completion as a stream, with usage")

poor = InferenceClient(base_url=given["routerUrl"] + "/v1", api_key=given["tokens"]["noCredits"])
assert refused(HfHubHTTPError, lambda: poor.chat_completion(**ask)).response.status_code == 402
proves("chat_completion without credits")

// A model served on Hugging Face Jobs: vLLM behind an exposed port, an OpenAI-compatible address until the job's
// deadline. Source: hub-docs `jobs-serving` and `jobs-configuration`; docs.vllm.ai `cli/serve`, `features/lora`.
// What the job's secrets hold is added where it is sent.
import type { JobSpec } from '../train/job-spec.ts';
import type { DeployConfig } from './deploy-config.ts';
import type { DeployModel } from './deployment.ts';
import { spaceVariables, spaceVolumes } from './space-files.ts';

const image = 'vllm/vllm-openai';
const port = 8_000;
/** Longer conversations are taken where the model allows, at the price of memory for each of them. */
const longestContext = 8_192;
/** The widest adapter that is taken: vLLM keeps room for it. */
const widestAdapter = 128;
/** For models without a template: the turns, one under the other, as the generated app has them. */
const plainTemplate =
  "{% for message in messages %}{{ message['content'] }}{% if not loop.last %}{{ '\\n' }}{% endif %}{% endfor %}";

/** `config.model` and `config.flavor` are there. The model answers to the name of `config.model`, an adapter too. */
export function serveJobSpec(
  config: DeployConfig,
  model: DeployModel | null,
  deployment: string,
): JobSpec & { expose: { ports: number[] } } {
  const id = config.model ?? '';
  const flavor = config.flavor ?? '';
  const { BASE_PATH: basePath, MODEL_PATH: modelPath, ...variables } = spaceVariables(config, model);
  const adapter = model?.kind === 'adapter' && model.base !== null ? model.base.model : null;
  const served = adapter === null ? (modelPath ?? id) : (basePath ?? adapter);
  const names = adapter ?? id;
  const context = model?.facts.contextLength ?? null;
  const cards = cardsOf(flavor);
  const command = [
    'vllm',
    'serve',
    served,
    '--host',
    '0.0.0.0',
    '--port',
    String(port),
    ...(served === names ? [] : ['--served-model-name', names]),
    ...(context === null ? [] : ['--max-model-len', String(Math.min(context, longestContext))]),
    ...(adapter === null
      ? []
      : ['--enable-lora', '--lora-modules', `${id}=${modelPath ?? id}`, '--max-lora-rank', String(widestAdapter)]),
    ...(cards > 1 ? ['--tensor-parallel-size', String(cards)] : []),
    // This card has no bfloat16, and vLLM would not start.
    ...(flavor.startsWith('t4-') ? ['--dtype', 'half'] : []),
    ...(model && !model.facts.hasChatTemplate ? ['--chat-template', plainTemplate] : []),
  ];
  return {
    dockerImage: image,
    command,
    arguments: [],
    environment: { PYTHONUNBUFFERED: '1', HF_HUB_DISABLE_PROGRESS_BARS: '1', VLLM_NO_USAGE_STATS: '1', ...variables },
    flavor,
    timeoutSeconds: config.timeoutSeconds,
    labels: { name: config.name, 'hubdesk-deployment': deployment, 'hubdesk-kind': 'serve' },
    volumes: spaceVolumes(config, model).map(({ mountPath, source, type }) => ({
      type,
      source,
      mountPath,
      readOnly: true,
    })),
    expose: { ports: [port] },
  };
}

/** The Hub puts the number of cards at the end of a flavor's name: `l4x4`, `a10g-largex2`. */
function cardsOf(flavor: string): number {
  return Number(/x(\d+)$/.exec(flavor)?.[1] ?? 1);
}

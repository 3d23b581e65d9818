// What `vllm serve` is told on its command line, as far as somebody who answers in its place must know it.

export interface VllmServe {
  /** A repo's name, or a path. */
  model: string;
  /** The names it answers to; the model itself unless others are given. */
  names: readonly string[];
  adapters: readonly { name: string; path: string }[];
  port: number;
  maxModelLen: number | undefined;
}

const DEFAULT_PORT = 8000;

export function isVllmServe([program, verb]: readonly string[]): boolean {
  return program === 'vllm' && verb === 'serve';
}

/** Of a command that `isVllmServe`. Throws what vLLM would say of words that it does not take. */
export function readVllmServe([, , ...rest]: readonly string[]): VllmServe {
  const options = new Map<string, string[]>();
  let model: string | undefined;
  let open: string[] | undefined;
  for (const word of rest) {
    const [, name, value] = /^(--[\w-]+)(?:=(.*))?$/s.exec(word) ?? [];
    if (name !== undefined) {
      open = value === undefined ? [] : [value];
      options.set(name, open);
    } else if (open && (open.length === 0 || MANY.has([...options.keys()].at(-1) ?? ''))) open.push(word);
    else if (model === undefined) model = word;
    else throw new Error(`vllm: error: unrecognized arguments: ${word}`);
  }
  const first = (name: string) => options.get(name)?.[0];
  model ??= first('--model');
  if (model === undefined) throw new Error('vllm serve: error: no model was named');
  const adapters = (options.get('--lora-modules') ?? []).map(readAdapter);
  if (adapters.length > 0 && !options.has('--enable-lora')) {
    throw new Error('vllm serve: error: --lora-modules needs --enable-lora');
  }
  const length = first('--max-model-len');
  return {
    model,
    names: options.get('--served-model-name') ?? [model],
    adapters,
    port: Number(first('--port') ?? DEFAULT_PORT),
    maxModelLen: length === undefined || !/^\d+$/.test(length) ? undefined : Number(length),
  };
}

/** Options that take several words. */
const MANY = new Set(['--lora-modules', '--served-model-name']);

function readAdapter(word: string): { name: string; path: string } {
  const [, name, path] = /^([^=]+)=(.+)$/s.exec(word) ?? [];
  if (name === undefined || path === undefined) throw new Error(`vllm serve: error: ${word} is not NAME=PATH`);
  return { name, path };
}

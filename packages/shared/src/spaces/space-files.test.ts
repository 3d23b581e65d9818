import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { exampleDeployConfig } from '../contract/example-deployment.ts';
import type { DeployConfig } from './deploy-config.ts';
import { deployModelOf } from './deploy-facts.fixture.ts';
import { deployTemplates } from './deploy-kinds.ts';
import { gradioVersion, readmeWithHead } from './readme-text.ts';
import { spaceFiles, spaceVariables, spaceVolumes } from './space-files.ts';

const config = (given: Partial<DeployConfig> = {}): DeployConfig => ({ ...exampleDeployConfig, ...given });
const file = (given: DeployConfig, path: string, model = deployModelOf()) =>
  spaceFiles(given, model).find((each) => each.path === path)?.text ?? '';
const headOf = (readme: string): unknown => parse(/^---\n([\s\S]*?\n)---\n/.exec(readme)?.[1] ?? '');

describe('the files of a Space', () => {
  test('are a README, a program and what it needs, and none of what the platform brings', () => {
    expect(spaceFiles(config(), null).map(({ path }) => path)).toEqual(['README.md', 'app.py', 'requirements.txt']);
    const needs = (kind: DeployConfig['kind']) => file(config({ kind }), 'requirements.txt').trim().split('\n');
    expect(needs('zero-gpu')).toEqual(['torch', 'transformers>=4.56', 'accelerate', 'peft', 'sentencepiece']);
    expect(needs('cpu')[0]).toBe('--extra-index-url https://download.pytorch.org/whl/cpu');
  });

  test('are those that a person changed, and more that they added', () => {
    const files = { 'app.py': '# mine\n', 'notes/a.txt': 'b' };
    const told = spaceFiles(config({ files }), null);
    expect(told.map(({ path }) => path)).toEqual(['README.md', 'app.py', 'notes/a.txt', 'requirements.txt']);
    expect(told[1]?.text).toBe('# mine\n');
    expect(spaceFiles(config({ template: 'folder', files }), null).map(({ path }) => path)).toEqual([
      'app.py',
      'notes/a.txt',
    ]);
    expect(spaceFiles(config({ kind: 'job' }), null)).toEqual([]);
  });

  test.each(['zero-gpu', 'gpu', 'cpu'] as const)(
    'for %s load where they run, and ask for a GPU only on ZeroGPU',
    (kind) => {
      for (const template of ['chat', 'completion', 'embeddings', 'classification'] as const) {
        const app = file(config({ kind, template }), 'app.py');
        expect(/^import spaces.*\n(?:.*\n)*import torch$/m.test(app)).toBe(kind === 'zero-gpu');
        expect(/^@spaces\.GPU\(duration=seconds\)$/m.test(app)).toBe(kind === 'zero-gpu');
        expect(/^GPU_SECONDS = .*60\)/m.test(app)).toBe(kind === 'zero-gpu');
        expect(app.includes('dtype=DTYPE, device_map="auto"')).toBe(kind === 'gpu');
        expect(app).not.toMatch(/\n\n\n\n|torch_dtype|trust_remote_code|undefined|\[object/);
      }
    },
  );

  test('a processor gets 32 bits where they are not too many', () => {
    expect(file(config({ kind: 'cpu' }), 'app.py', deployModelOf({}, { parameters: 0.6e9 }))).toContain(
      'DTYPE = "float32"',
    );
    expect(file(config({ kind: 'cpu' }), 'app.py', deployModelOf({}, { parameters: 8e9 }))).toContain(
      'DTYPE = "bfloat16"',
    );
  });
});

describe('the head of the README', () => {
  test('says what the Hub builds it by', () => {
    expect(headOf(file(config({ kind: 'zero-gpu' }), 'README.md', deployModelOf({ weightsBytes: 16.4e9 })))).toEqual({
      title: 'Tiny Llama',
      emoji: '🦙',
      colorFrom: 'indigo',
      colorTo: 'blue',
      sdk: 'gradio',
      sdk_version: gradioVersion,
      python_version: '3.12',
      app_file: 'app.py',
      pinned: false,
      short_description: 'A very small model, to try things with',
      models: ['sandy/tiny-llama'],
      startup_duration_timeout: '1h',
    });
    const small = deployModelOf({ weightsBytes: 1e9 }, { parameters: 0.5e9 });
    expect(headOf(file(config(), 'README.md', small))).not.toHaveProperty('startup_duration_timeout');
  });

  test('is put before a README that has none, and never before one that has', () => {
    const own = '---\ntitle: Mine\n---\nHello\n';
    expect(readmeWithHead(own, config(), null, 'gradio')).toBe(own);
    expect(readmeWithHead(`\ufeff${own}`, config(), null, 'gradio')).toBe(own);
    expect(readmeWithHead('# Hello\n---\n', config(), null, 'gradio')).toMatch(
      /^---\ntitle: "Tiny Llama"\n[\s\S]*\n---\n\n# Hello\n---\n$/,
    );
  });

  test('is of a Dockerfile where that is what there is to be built', () => {
    expect(headOf(readmeWithHead(null, config({ template: 'folder' }), null, 'docker'))).toMatchObject({
      sdk: 'docker',
    });
    expect(headOf(readmeWithHead('# Mine\n', config(), null, 'docker'))).not.toHaveProperty('app_file');
  });

  test('the body follows no link that is not the name of a model', () => {
    const base = { model: 'x](javascript:alert(1))', private: false, access: 'open', url: '' } as const;
    const readme = file(config(), 'README.md', deployModelOf({ kind: 'adapter', base }));
    expect(readme).toContain('It is an adapter for `x](javascript:alert(1))`.');
  });

  test('the body names the model, what it stands on and its licence', () => {
    const base = { model: 'Qwen/Qwen3-8B', private: false, access: 'open', url: '' } as const;
    const readme = file(config({ model: 'sandy/tide' }), 'README.md', deployModelOf({ kind: 'adapter', base }));
    expect(readme).toContain('[Qwen/Qwen3\\-8B](https://huggingface.co/Qwen/Qwen3-8B)');
    expect(readme).toContain('`apache-2.0`');
    expect(readme).toContain('api_name="/chat"');
  });
});

test('variables and volumes say which model answers, and where it is mounted', () => {
  expect(spaceVariables(config(), deployModelOf())).toEqual({ MODEL_ID: 'sandy/tiny-llama', MODEL_KIND: 'full' });
  const base = { model: 'meta/base', private: false, access: 'let-in', url: '' } as const;
  const adapter = deployModelOf({ kind: 'adapter', private: true, base });
  const mounted = config({ access: 'volume', variables: { MODEL_KIND: 'mine' } });
  expect(spaceVariables(mounted, adapter)).toEqual({
    MODEL_ID: 'sandy/tiny-llama',
    MODEL_KIND: 'mine',
    MODEL_PATH: '/model',
    BASE_PATH: '/base',
  });
  expect(spaceVolumes(mounted, adapter)).toEqual([
    { type: 'model', source: 'sandy/tiny-llama', mountPath: '/model', path: null, readOnly: true },
    { type: 'model', source: 'meta/base', mountPath: '/base', path: null, readOnly: true },
  ]);
  expect(spaceVariables(config({ kind: 'static' }), deployModelOf())).toEqual({});
});

const pieces = [
  '"',
  "'",
  '"""',
  "'''",
  '\\',
  '\n',
  '\r\n',
  '---\n',
  '${x}',
  '{{y}}',
  '{z}',
  '%s',
  '#',
  '`',
  '```',
  ': ',
  '- ',
  '<script>',
  ']]>',
  '&amp;',
  '\u0000',
  '\u0007',
  '\u0085',
  '\u2028',
  '\u202e',
  '\u{feff}',
  '🦀',
  'é',
  '\\u0041',
  'print(1)',
  ' ',
];
const text = (longest: number) =>
  fc
    .array(fc.oneof(fc.constantFrom(...pieces), fc.string({ unit: 'binary', maxLength: 4 })), { maxLength: 12 })
    .map((all) => all.join('').slice(0, longest));
const anyConfig = fc.record({
  template: fc.constantFrom(...deployTemplates.filter((each) => each !== 'folder')),
  kind: fc.constantFrom('zero-gpu' as const, 'gpu' as const, 'cpu' as const),
  title: text(100),
  description: text(60),
  emoji: text(16),
  systemPrompt: text(200),
  examples: fc.array(text(80), { maxLength: 3 }),
  question: text(80),
});

describe('texts that try to be more than texts', () => {
  const samples = fc.sample(anyConfig, { numRuns: 80, seed: 20_260_901 }).map((given) => config(given));
  // Half a character is no text that a file can hold.
  const whole = (value: string) => value.toWellFormed();
  const titleOf = ({ name, title }: DeployConfig) => (title.trim() === '' ? name : title);

  test('stay what they were in the head of the README', () => {
    for (const given of samples) {
      const readme = file(given, 'README.md');
      expect(readme.split('\n').indexOf('---', 1)).toBe(
        readme.split('\n').findIndex((line, at) => at > 0 && line.startsWith('---')),
      );
      expect(headOf(readme)).toMatchObject({
        title: titleOf(given),
        sdk: 'gradio',
        models: ['sandy/tiny-llama'],
        ...(given.emoji === '' ? {} : { emoji: given.emoji }),
        ...(given.description === '' ? {} : { short_description: given.description }),
      });
    }
  });

  test('are only shown by the static page, which runs no script', () => {
    for (const given of samples) {
      const page = file({ ...given, kind: 'static' }, 'index.html');
      expect(
        page.match(/<[a-z]+/g)?.filter((tag) => ['<script', '<iframe', '<img', '<style'].includes(tag)) ?? [],
      ).toEqual([]);
      const shown = /<title>([^<]*)<\/title>/.exec(page)?.[1] ?? '';
      const unescaped = shown.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));
      expect(unescaped).toBe(whole(titleOf(given)).replace(/[^\P{Cc}\t\n\r]/gu, '\ufffd'));
      expect(page).toContain(`content="default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'"`);
    }
  });

  test.skipIf(!pythonThere())('stay what they were in the program, as Python reads it, and add nothing to it', () => {
    const input = JSON.stringify(
      samples.map((given) => ({ app: file(given, 'app.py'), readme: file(given, 'README.md') })),
    );
    const options = { input, encoding: 'utf8', maxBuffer: 2 ** 26 } as const;
    const told = readApps.parse(JSON.parse(execFileSync('python3', ['-c', reader], options)));
    const shapes = new Map<string, string>();
    expect(told).toHaveLength(samples.length);
    for (const [index, read] of told.entries()) {
      const given = samples[index] ?? config();
      expect(read.values).toMatchObject({
        TITLE: titleOf(given),
        DESCRIPTION: given.description,
        EXAMPLES: given.examples,
        ...(given.template === 'chat' ? { SYSTEM_PROMPT: given.systemPrompt } : {}),
      });
      // The same program for each template and kind of hardware, whatever the texts.
      const key = `${given.template} ${given.kind}`;
      expect(read.shape).toBe(shapes.get(key) ?? read.shape);
      shapes.set(key, read.shape);
      if (read.title !== null) expect(read.title).toBe(titleOf(given));
    }
  });
});

const readApps = z.array(
  z.object({ values: z.record(z.string(), z.unknown()), shape: z.string(), title: z.string().nullable() }),
);

// Reads every program: the values of its settings, and its shape with the settings' own values left out. YAML's own
// library is asked where it is there.
const reader = `
import ast, hashlib, json, sys
try:
    import yaml
except ImportError:
    yaml = None
TEXTS = {"TITLE", "DESCRIPTION", "EXAMPLES", "SYSTEM_PROMPT"}
def value_of(node):
    # os.environ.get("NAME", "value")
    return ast.literal_eval(node.args[1] if isinstance(node, ast.Call) else node)
told = []
for each in json.loads(sys.stdin.buffer.read()):
    tree = ast.parse(each["app"])
    values, rest = {}, []
    for node in tree.body:
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") in TEXTS:
            values[node.targets[0].id] = value_of(node.value)
        else:
            rest.append(ast.dump(node))
    title = yaml.safe_load(each["readme"].split("\\n---\\n")[0][4:])["title"] if yaml else None
    told.append({"values": values, "shape": hashlib.sha256("".join(rest).encode()).hexdigest(), "title": title})
print(json.dumps(told))
`;

function pythonThere(): boolean {
  try {
    execFileSync('python3', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

import { describe, expect, it } from 'vitest';
import { explainFailure, type FailureEvidence, stuckAfterMs } from './explain-failure.ts';

const readme = '---\ntitle: Tide\ncolorFrom: teal\nsdk: gradio\nsdk_version: 6.25.0\napp_file: app.py\n---\n# Tide\n';
const app = [
  'import os',
  'import gradio as gr',
  'MODEL_KIND = os.environ.get("MODEL_KIND")',
  'GPU_SECONDS = int(os.environ.get("GPU_SECONDS") or 120)',
  'MAX_NEW_TOKENS = 512',
  '',
].join('\n');
const requirements = '# what it needs\ntransformers==4.30.0\npeft>=0.15 # adapters\ntorch==2.1.0\n';

const files = (more: Record<string, string> = {}) =>
  new Map(Object.entries({ 'README.md': readme, 'requirements.txt': requirements, 'app.py': app, ...more }));

function explain(given: Partial<FailureEvidence>) {
  return explainFailure({
    stage: given.build ? 'BUILD_ERROR' : 'RUNTIME_ERROR',
    errorMessage: null,
    build: [],
    run: [],
    files: files(),
    hardware: 'zero-a10g',
    space: 'sandy/tide',
    hubUrl: 'https://huggingface.co',
    ...given,
  });
}

const queued = '===== Build Queued at 2026-09-01 10:00:00 / Commit SHA: 1234567 =====';
const pipEnd = [
  '',
  '--> ERROR: process "/bin/sh -c pip install --no-cache-dir -r /tmp/requirements.txt" did not complete successfully: exit code: 1',
];
const startup = '===== Application Startup at 2026-09-01 10:00:00 =====';
const traceback = (frames: string[], ...end: string[]) => [
  startup,
  '',
  'Traceback (most recent call last):',
  ...frames.flatMap((frame) => [`  File "${frame.replace(':', '", line ')}, in <module>`, '    load()']),
  ...end,
];
const own = '/home/user/app/app.py:12';
const library = '/usr/local/lib/python3.12/site-packages/transformers/models/auto/auto_factory.py:604';

/** What each tool really prints; `change` is what the first remedy does. */
const corpus: [
  string,
  Partial<FailureEvidence>,
  { kind: string; sentence: RegExp; line: RegExp | null; change: object | null },
][] = [
  [
    'pip: versions that contradict each other',
    {
      build: [
        queued,
        '--> RUN pip install --no-cache-dir -r /tmp/requirements.txt',
        'Collecting transformers==4.30.0 (from -r /tmp/requirements.txt (line 2))',
        'INFO: pip is looking at multiple versions of peft to determine which version is compatible with other requirements.',
        'ERROR: Cannot install -r /tmp/requirements.txt (line 3) and transformers==4.30.0 because these package versions have conflicting dependencies.',
        '',
        'The conflict is caused by:',
        '    The user requested transformers==4.30.0',
        '    peft 0.15.0 depends on transformers>=4.33.0',
        '',
        'To fix this you could try to:',
        "1. loosen the range of package versions you've specified",
        '2. remove package versions to allow pip to attempt to solve the dependency conflict',
        '',
        'ERROR: ResolutionImpossible: for help visit https://pip.pypa.io/en/latest/topics/dependency-resolution/#dealing-with-dependency-conflicts',
        ...pipEnd,
      ],
    },
    {
      kind: 'version-clash',
      sentence: /transformers/,
      line: /ResolutionImpossible/,
      change: { kind: 'file', path: 'requirements.txt', text: requirements.replace('==4.30.0', '') },
    },
  ],
  [
    'uv: no solution',
    {
      build: [
        queued,
        '  × No solution found when resolving dependencies:',
        '  ╰─▶ Because torchvision==0.16.0 depends on torch==2.1.0 and you require torch==2.1.0, we can conclude that your requirements are unsatisfiable.',
      ],
    },
    {
      kind: 'version-clash',
      sentence: /torch/,
      line: /No solution found/,
      change: { kind: 'file', path: 'requirements.txt', text: requirements.replace('==2.1.0', '') },
    },
  ],
  [
    'pip: a version that was never made',
    {
      build: [
        queued,
        'ERROR: Could not find a version that satisfies the requirement transformers==999.0 (from versions: 4.56.0, 4.56.1)',
        'ERROR: No matching distribution found for transformers==999.0',
        ...pipEnd,
      ],
      files: files({ 'requirements.txt': 'transformers==999.0\naccelerate\n' }),
    },
    {
      kind: 'version-clash',
      sentence: /no transformers of the version/,
      line: /transformers==999\.0/,
      change: { kind: 'file', path: 'requirements.txt', text: 'transformers\naccelerate\n' },
    },
  ],
  [
    'pip: the name of a module in the place of a package',
    {
      build: [
        queued,
        'ERROR: Could not find a version that satisfies the requirement cv2 (from versions: none)',
        'ERROR: No matching distribution found for cv2',
      ],
      files: files({ 'requirements.txt': 'cv2\npeft\n' }),
    },
    {
      kind: 'missing-package',
      sentence: /opencv-python-headless, not cv2/,
      line: /found for cv2/,
      change: { kind: 'file', path: 'requirements.txt', text: 'opencv-python-headless\npeft\n' },
    },
  ],
  [
    'pip: a line that is no requirement',
    { build: [queued, "ERROR: Invalid requirement: 'transformers >= ' (from line 2 of /tmp/requirements.txt)"] },
    {
      kind: 'syntax',
      sentence: /line 2/,
      line: /Invalid requirement/,
      change: { kind: 'edit', path: 'requirements.txt', line: 2 },
    },
  ],
  [
    'pip: nothing ready for this Python',
    {
      build: [
        queued,
        "  error: command 'gcc' failed: No such file or directory",
        '  ERROR: Failed building wheel for tokenizers',
        'ERROR: Failed to build installable wheels for some pyproject.toml based projects (tokenizers)',
      ],
      files: files({ 'requirements.txt': 'tokenizers==0.13.3\n' }),
    },
    {
      kind: 'version-clash',
      sentence: /^tokenizers/,
      line: /Failed to build/,
      change: { kind: 'file', path: 'requirements.txt', text: 'tokenizers\n' },
    },
  ],
  [
    'apt: a package that Debian has not',
    {
      build: [queued, 'Reading package lists...', 'E: Unable to locate package libgl1-mesa-glx'],
      files: files({ 'packages.txt': 'ffmpeg\nlibgl1-mesa-glx\n' }),
    },
    {
      kind: 'missing-package',
      sentence: /libgl1-mesa-glx/,
      line: /E: Unable/,
      change: { kind: 'edit', path: 'packages.txt', line: 2 },
    },
  ],
  [
    'Python: a module that is not there',
    { run: traceback([own], "ModuleNotFoundError: No module named 'sklearn'") },
    {
      kind: 'missing-package',
      sentence: /imports sklearn/,
      line: /Traceback/,
      change: {
        kind: 'file',
        path: 'requirements.txt',
        text: `${requirements}scikit-learn\n`,
        message: 'Add scikit-learn to requirements.txt',
      },
    },
  ],
  [
    'Python: a file of one’s own that is not there',
    { run: traceback([own], "ModuleNotFoundError: No module named 'utils.audio'") },
    {
      kind: 'file-not-found',
      sentence: /utils\.audio/,
      line: /No module named/,
      change: { kind: 'edit', path: 'app.py', line: 12 },
    },
  ],
  [
    'transformers: packages that a model needs',
    {
      run: traceback(
        [own, library],
        'ImportError: This modeling file requires the following packages that were not found in your environment: einops, timm. Run `pip install einops timm`',
      ),
    },
    {
      kind: 'missing-package',
      sentence: /package einops/,
      line: /einops/,
      change: { kind: 'file', path: 'requirements.txt', text: `${requirements}einops\n` },
    },
  ],
  [
    'Gradio 6: an argument of Gradio 5',
    { run: traceback([own], "TypeError: ChatInterface.__init__() got an unexpected keyword argument 'type'") },
    {
      kind: 'version-clash',
      sentence: /knows no “type”/,
      line: /unexpected keyword/,
      change: { kind: 'edit', path: 'app.py', line: 12 },
    },
  ],
  [
    'Python: a name that another version has',
    {
      run: traceback(
        [own, '/usr/local/lib/python3.12/site-packages/peft/__init__.py:3'],
        "ImportError: cannot import name 'EncoderDecoderCache' from 'transformers' (/usr/local/lib/python3.12/site-packages/transformers/__init__.py)",
      ),
    },
    {
      kind: 'version-clash',
      sentence: /transformers that was installed has no EncoderDecoderCache/,
      line: /cannot import/,
      change: { kind: 'file', path: 'requirements.txt', text: requirements.replace('==4.30.0', '') },
    },
  ],
  [
    'ZeroGPU: nothing is marked',
    { run: [startup], errorMessage: 'No @spaces.GPU function detected during startup' },
    {
      kind: 'no-gpu-function',
      sentence: /@spaces\.GPU/,
      line: null,
      change: { kind: 'edit', path: 'app.py', line: null },
    },
  ],
  [
    'ZeroGPU: CUDA at the wrong place',
    {
      run: traceback(
        [own, '/usr/local/lib/python3.12/site-packages/torch/cuda/__init__.py:298'],
        'RuntimeError: CUDA must not be initialized in the main process on Spaces with Stateless GPU environment.',
        'You can look at this Stacktrace to find out which part of your code triggered a CUDA init',
      ),
    },
    {
      kind: 'no-gpu-function',
      sentence: /outside of a function/,
      line: /You can look/,
      change: { kind: 'edit', path: 'app.py', line: 12 },
    },
  ],
  [
    'torch without a GPU',
    {
      run: traceback(
        [own, library],
        'RuntimeError: Found no NVIDIA driver on your system. Please check that you have an NVIDIA GPU',
      ),
      hardware: 'cpu-basic',
    },
    {
      kind: 'no-gpu-function',
      sentence: /cpu-basic gives it none/,
      line: /NVIDIA/,
      change: { kind: 'hardware', flavor: 'zero-a10g' },
    },
  ],
  [
    'ZeroGPU: a version of torch it has not',
    {
      stage: 'CONFIG_ERROR',
      errorMessage:
        'torch version in requirements.txt is not compatible with ZeroGPU. Supported versions: 2.11.0, 2.10.0, 2.9.1, 2.8.0',
    },
    {
      kind: 'version-clash',
      sentence: /It has 2\.11\.0, 2\.10\.0, 2\.9\.1, 2\.8\.0\./,
      line: null,
      change: { kind: 'file', path: 'requirements.txt', text: requirements.replace('==2.1.0', '') },
    },
  ],
  [
    'ZeroGPU: too long',
    {
      stage: 'RUNNING',
      errorMessage: 'ZeroGPU illegal duration! The requested GPU duration (150s) is larger than the maximum allowed',
    },
    {
      kind: 'illegal-duration',
      sentence: /150 seconds/,
      line: null,
      change: { kind: 'variable', key: 'GPU_SECONDS', value: '60' },
    },
  ],
  [
    'ZeroGPU: the day’s time is used up',
    {
      stage: 'RUNNING',
      errorMessage: 'You have exceeded your ZeroGPU quota (120s requested vs. 42s left). Try again in 3:12:45',
    },
    {
      kind: 'quota',
      sentence: /120 seconds.* 42 left/,
      line: null,
      change: { kind: 'variable', key: 'GPU_SECONDS', value: '42' },
    },
  ],
  [
    'the card is full while it answers',
    {
      run: [
        startup,
        '* Running on local URL:  http://0.0.0.0:7860',
        'Traceback (most recent call last):',
        '  File "/home/user/app/app.py", line 40, in chat',
        'torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 2.00 GiB. GPU 0 has a total capacity of 14.58 GiB of which 1.02 GiB is free.',
      ],
      hardware: 't4-small',
    },
    {
      kind: 'out-of-memory',
      sentence: /GPU has too little memory for this answer/,
      line: /Tried to allocate/,
      change: { kind: 'file', path: 'app.py', text: app.replace('512', '256') },
    },
  ],
  [
    'the machine is full while it loads',
    {
      run: [startup, 'Loading checkpoint shards:  50%|#####     | 1/2'],
      errorMessage: 'Memory limit exceeded (16Gi)',
      hardware: 'cpu-basic',
    },
    {
      kind: 'out-of-memory',
      sentence: /cpu-basic has too little memory for this model/,
      line: null,
      change: { kind: 'restart', factory: false },
    },
  ],
  [
    'a gated model',
    {
      run: traceback(
        [own, library],
        'OSError: You are trying to access a gated repo.',
        'Make sure to have access to it at https://huggingface.co/meta-llama/Llama-3.2-1B.',
        '401 Client Error. (Request ID: Root=1-66)',
        '',
        'Cannot access gated repo for url https://huggingface.co/meta-llama/Llama-3.2-1B/resolve/main/config.json.',
        'Access to model meta-llama/Llama-3.2-1B is restricted. You must have access to it and be authenticated to access it. Please log in.',
      ),
    },
    {
      kind: 'gated',
      sentence: /^meta-llama\/Llama-3\.2-1B is shared only/,
      line: /gated repo/,
      change: { kind: 'secret', key: 'HF_TOKEN' },
    },
  ],
  [
    'a private model without a token',
    {
      run: traceback(
        [own, library],
        "OSError: sandy/secret-tide is not a local folder and is not a valid model identifier listed on 'https://huggingface.co/models'",
        'If this is a private repository, make sure to pass a token having permission to this repo either by logging in with `hf auth login` or by passing `token=<your_token>`',
      ),
    },
    {
      kind: 'gated',
      sentence: /^sandy\/secret-tide is not there, or is private/,
      line: /private repository/,
      change: { kind: 'secret', key: 'HF_TOKEN' },
    },
  ],
  [
    'an adapter that is loaded as a whole model',
    {
      run: traceback(
        [own, library],
        'OSError: sandy/tide-lora does not appear to have a file named pytorch_model.bin, model.safetensors, tf_model.h5, model.ckpt or flax_model.msgpack.',
      ),
    },
    {
      kind: 'file-not-found',
      sentence: /adapter/,
      line: /tide-lora/,
      change: { kind: 'variable', key: 'MODEL_KIND', value: 'adapter' },
    },
  ],
  [
    'a whole model that is loaded as an adapter',
    { run: traceback([own], "ValueError: Can't find 'adapter_config.json' at 'sandy/tide'") },
    {
      kind: 'file-not-found',
      sentence: /as an adapter, and is none/,
      line: /adapter_config/,
      change: { kind: 'variable', key: 'MODEL_KIND', value: 'full' },
    },
  ],
  [
    'a tokenizer that is not there',
    {
      run: traceback(
        [own, library],
        "ValueError: Couldn't instantiate the backend tokenizer from one of: ",
        '(1) a `tokenizers` library serialization file, ',
        '(2) a slow tokenizer instance to convert or ',
        '(3) an equivalent slow tokenizer class to instantiate and convert. ',
        'You need to have sentencepiece or tiktoken installed to convert a slow tokenizer to a fast one.',
      ),
    },
    {
      kind: 'file-not-found',
      sentence: /no tokenizer/,
      line: /sentencepiece/,
      change: { kind: 'file', path: 'requirements.txt', text: `${requirements}sentencepiece\n` },
    },
  ],
  [
    'a variable that the Space has not',
    {
      run: traceback(
        [own],
        '    token = os.environ["API_KEY"]',
        '            ~~~~~~~~~~^^^^^^^^^^^',
        '  File "<frozen os>", line 679, in __getitem__',
        "KeyError: 'API_KEY'",
      ),
    },
    { kind: 'other', sentence: /reads API_KEY/, line: /KeyError/, change: { kind: 'secret', key: 'API_KEY' } },
  ],
  [
    'vLLM: a card that is too small',
    {
      run: ['ValueError: No available memory for the cache blocks. Try increasing `gpu_memory_utilization`.'],
      hardware: 'l4x1',
    },
    {
      kind: 'out-of-memory',
      sentence: /too little memory for this model/,
      line: /cache blocks/,
      change: { kind: 'restart' },
    },
  ],
  [
    'a file that is not in the repository',
    {
      run: traceback(
        ['/home/user/app/lib/read.py:7'],
        "FileNotFoundError: [Errno 2] No such file or directory: 'data/tides.csv'",
      ),
    },
    {
      kind: 'file-not-found',
      sentence: /data\/tides\.csv/,
      line: /Errno 2/,
      change: { kind: 'edit', path: 'lib/read.py', line: 7 },
    },
  ],
  [
    'no Python',
    {
      run: [
        startup,
        '  File "/home/user/app/app.py", line 9',
        '    def chat(message',
        '            ^',
        "SyntaxError: '(' was never closed",
      ],
    },
    {
      kind: 'syntax',
      sentence: /app\.py, line 9 is no Python: '\(' was never closed/,
      line: /def chat/,
      change: { kind: 'edit', path: 'app.py', line: 9 },
    },
  ],
  [
    'no app file',
    { stage: 'NO_APP_FILE', files: files({}) },
    { kind: 'no-app-file', sentence: /no app\.py/, line: null, change: { kind: 'edit', path: 'app.py', line: null } },
  ],
  [
    'a colour that the Hub has not',
    {
      stage: 'CONFIG_ERROR',
      errorMessage: '"colorFrom" must be one of [red, yellow, green, blue, indigo, purple, pink, gray]',
    },
    {
      kind: 'config-error',
      sentence: /^Line 3 of README\.md/,
      line: /^colorFrom: teal$/,
      change: { kind: 'file', path: 'README.md', text: readme.replace('teal', 'blue') },
    },
  ],
  [
    'a head of the README that is no YAML',
    {
      stage: 'CONFIG_ERROR',
      errorMessage:
        'Invalid YAML in README.md: Nested mappings are not allowed in compact mappings at line 1, column 8',
    },
    {
      kind: 'config-error',
      sentence: /^Line 2 of README\.md/,
      line: /^title: Tide$/,
      change: { kind: 'edit', path: 'README.md', line: 2 },
    },
  ],
  [
    'a start that takes too long',
    {
      run: [startup, 'Fetching 9 files:  12%|#'],
      errorMessage: 'Launch timed out, workload was not healthy after 30 min',
    },
    {
      kind: 'no-answer',
      sentence: /did not come up/,
      line: null,
      change: { kind: 'file', path: 'README.md', text: readme.replace('---\n', '---\nstartup_duration_timeout: 1h\n') },
    },
  ],
  [
    'an error that nobody knows',
    { run: traceback([own, library], 'KeyError: "tide"') },
    {
      kind: 'other',
      sentence: /It said: KeyError: "tide"/,
      line: /KeyError/,
      change: { kind: 'edit', path: 'app.py', line: 12 },
    },
  ],
];

describe('a failure is explained', () => {
  it.each(corpus)('%s', (_name, given, wanted) => {
    const failure = explain(given);
    expect(failure).toMatchObject({ kind: wanted.kind, sentence: expect.stringMatching(wanted.sentence) });
    if (wanted.line === null) expect(failure?.lines).toEqual([]);
    else expect(failure?.lines).toContainEqual(expect.stringMatching(wanted.line));
    expect(failure?.remedies[0]?.change).toMatchObject(wanted.change ?? {});
  });

  it('where there is one', () => {
    expect(explain({ stage: 'RUNNING', run: traceback([own], 'KeyError: 1') })).toBeNull();
    expect(explain({ stage: 'BUILDING', stuckMs: stuckAfterMs - 1 })).toBeNull();
    expect(explain({ stage: 'PAUSED', stuckMs: stuckAfterMs * 9 })).toBeNull();
    expect(explain({ stage: 'STARTUP_ERROR' })).toMatchObject({ kind: 'other' });
  });

  it('as stuck after half an hour on its way, by building it anew', () => {
    expect(explain({ stage: 'BUILDING', stuckMs: stuckAfterMs })).toMatchObject({
      kind: 'stuck',
      sentence: expect.stringContaining('30 minutes'),
      remedies: [{ change: { kind: 'restart', factory: true } }, {}],
    });
  });

  it('by what came last, and by the latest start alone', () => {
    const run = [
      ...traceback([own], "ModuleNotFoundError: No module named 'sklearn'"),
      startup,
      "WARNING: No module named 'flash_attn', going on without",
      'torch.OutOfMemoryError: CUDA out of memory.',
      'KeyError: 1',
    ];
    expect(explain({ run })).toMatchObject({ kind: 'out-of-memory' });
    expect(explain({ run: [...run, startup] })).toMatchObject({ kind: 'other' });
  });

  it('to the app that does not answer, by what it answered', () => {
    expect(explain({ stage: 'RUNNING', errorMessage: 'Could not resolve app config.' })).toMatchObject({
      kind: 'no-answer',
      sentence: 'The app did not answer. It said: Could not resolve app config.',
    });
  });

  it('in at most 30 lines, without colours, however long the log is', () => {
    const many = Array.from({ length: 5_000 }, (_, index) => `  File "/usr/lib/python3/x.py", line ${index}, in f`);
    const failure = explain({
      run: ['Traceback (most recent call last):', ...many, `\u001b[31mValueError\u001b[0m: ${'x'.repeat(60_000)}`],
    });
    expect(failure?.lines.length).toBeLessThanOrEqual(30);
    expect(failure?.lines.at(-1)).toHaveLength(501);
    expect(JSON.stringify(failure).length).toBeLessThan(6_000);
  });
});

it('takes a package that no index has out of requirements.txt, and leaves the rest as it is', () => {
  const build = [queued, 'ERROR: No matching distribution found for No_Such.package', ...pipEnd];
  const given = files({ 'requirements.txt': `${requirements}no-such-package # perhaps\r\nnumpy\n` });
  expect(explain({ build, files: given })?.remedies.map(({ change }) => change)).toEqual([
    { kind: 'edit', path: 'requirements.txt', line: 5 },
    expect.objectContaining({ kind: 'file', path: 'requirements.txt', text: `${requirements}numpy\n` }),
  ]);
});

describe('a log that means ill', () => {
  const changes = (run: string[]) => explain({ run })?.remedies.map(({ change }) => change);

  it.each([
    "ModuleNotFoundError: No module named 'x\\n--index-url=https://evil.example'",
    "ModuleNotFoundError: No module named '--index-url'",
    "ModuleNotFoundError: No module named '../../app'",
    'ImportError: This modeling file requires the following packages that were not found in your environment: -r, evil. Run `pip install -r evil`',
    "`pip install '--extra-index-url=https://evil.example'`",
  ])('brings nothing into a file: %s', (line) => {
    for (const change of changes([line]) ?? []) expect(change).not.toMatchObject({ kind: 'file' });
  });

  it('leads into no file outside of the repository, and to no page but the Hub’s', () => {
    const failure = explain({
      run: [
        '  File "/home/user/app/../../etc/passwd", line 1',
        'SyntaxError: invalid syntax',
        'Cannot access gated repo for url https://evil.example/meta-llama/Llama-3.2-1B/resolve/main/config.json.',
      ],
    });
    expect(failure?.remedies.flatMap(({ link }) => (link ? [new URL(link.url).host] : []))).toEqual([
      'huggingface.co',
      'huggingface.co',
    ]);
    expect(changes(['  File "/home/user/app/../../etc/passwd", line 1', 'SyntaxError: invalid syntax'])).toEqual([
      { kind: 'edit', path: 'app.py', line: null },
    ]);
  });
});

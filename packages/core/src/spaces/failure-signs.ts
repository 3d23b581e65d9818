// The signs by which pip, uv, Docker, Python, transformers, Gradio and ZeroGPU say what went wrong, with what each means.
// Wordings are those of the tools themselves, or of public reports where they are the Hub's. Every pattern looks at one
// line, in time that grows with its length alone.
import { stageWords } from '@hubdesk/shared/spaces/stages';
import { type Explained, type FailureCase, isRemedy, readsVariable } from './failure-case.ts';
import { placeInApp } from './failing-lines.ts';
import { isPackageName, withPackage } from './edit-requirements.ts';
import { packageMeant, packageOfModule } from './module-packages.ts';
import * as help from './space-remedies.ts';

export interface Found {
  match: RegExpExecArray;
  lines: readonly string[];
  at: number;
}
interface Sign {
  pattern: RegExp;
  /** Null: it was something else after all. */
  explain(space: FailureCase, found: Found): Explained | null;
}

const repoIn = /(?:https?:\/\/[^/\s]+\/(?:api\/models\/)?|model |of )([A-Za-z0-9][\w.-]{0,95}\/[\w.-]{1,96})/;

/** The first that fits a line counts. Those that say more come first. */
export const signs: readonly Sign[] = [
  // ZeroGPU
  {
    pattern: /No @spaces\.GPU function detected/,
    explain: (space) => ({
      kind: 'no-gpu-function',
      sentence: `Nothing in ${space.appFile} is marked with @spaces.GPU, and ZeroGPU runs nothing else.`,
      remedies: [
        help.edit(
          space.appFile,
          null,
          'Put “@spaces.GPU” above the function that runs the model, and “import spaces” at the top.',
        ),
        help.toCpu(),
      ],
    }),
  },
  {
    pattern: /CUDA must not be initialized in the main process/,
    explain: (space, found) => ({
      kind: 'no-gpu-function',
      sentence: 'The app uses the GPU outside of a function that is marked with @spaces.GPU.',
      remedies: [
        editPlace(space, found, 'Import spaces before torch, and use the GPU only inside such functions.'),
        ...help.toGpu().slice(1),
      ],
    }),
  },
  {
    pattern: /ZeroGPU illegal duration|requested GPU duration \((\d{1,6})s\) is larger than the maximum/i,
    explain: (space, { match, lines }) => {
      const asked = Number(match[1] ?? /GPU duration \((\d{1,6})s\)/.exec(lines.join('\n'))?.[1] ?? NaN);
      const seconds = Number.isNaN(asked) || asked > 60 ? 60 : Math.max(5, Math.floor(asked / 2));
      return {
        kind: 'illegal-duration',
        sentence: `The app asks for ${Number.isNaN(asked) ? 'more GPU time' : `${asked} seconds of GPU time`} at once than ZeroGPU gives its visitors.`,
        remedies: [
          lessGpuTime(space, seconds),
          help.link(
            'zero-gpu',
            'Read how long a call may take',
            'It depends on the plan of who asks.',
            zeroGpuDocs(space),
          ),
        ],
      };
    },
  },
  {
    pattern: /exceeded your (?:free |Pro )?(?:Zero)?GPU quota(?: \((\d{1,6})s requested vs\. (\d{1,6})s left\))?/i,
    explain: (space, { match }) => {
      const left = match[2] === undefined ? null : Number(match[2]);
      return {
        kind: 'quota',
        sentence:
          left === null
            ? 'The GPU time that ZeroGPU gives to this account for a day is used up.'
            : `The app asks for ${match[1]} seconds of GPU time, and this account has ${left} left today.`,
        remedies: [
          ...(left !== null && left >= 5 ? [lessGpuTime(space, left)] : []),
          help.link('pricing', 'Get more GPU time', 'PRO has eight times as much a day.', `${space.hubUrl}/pricing`),
        ],
      };
    },
  },
  {
    pattern: /GPU task aborted/,
    explain: (space) => ({
      kind: 'illegal-duration',
      sentence: 'The answer took longer than the GPU time that the app had asked for.',
      remedies: [
        readsVariable(space, 'GPU_SECONDS')
          ? help.variable(
              'GPU_SECONDS',
              '120',
              'Asks for two minutes. More is taken from the visitor’s time of the day.',
            )
          : help.edit(space.appFile, gpuLine(space), 'Give @spaces.GPU a longer duration.'),
      ],
    }),
  },
  {
    pattern:
      /torch version in requirements\.txt is not compatible with ZeroGPU|No candidate PyTorch version found for ZeroGPU|torch==\S{1,40} is not supported on ZeroGPU/,
    explain: (space, { lines, at }) => {
      const supported = /Supported versions: ([\d., ]{3,200}\d)/.exec(lines[at] ?? '')?.[1];
      return {
        kind: 'version-clash',
        sentence: `ZeroGPU does not have the version of torch that requirements.txt asks for.${supported ? ` It has ${supported}.` : ''}`,
        remedies: [
          help.dropPins(space, ['torch', 'torchvision', 'torchaudio']),
          help.editRequirements(space, ['torch'], 'Ask for a version that it has.'),
          ...help.toGpu().slice(1),
        ].filter(isRemedy),
      };
    },
  },
  {
    pattern:
      /Found no NVIDIA driver|No CUDA GPUs are available|Torch not compiled with CUDA enabled|CUDA driver initialization failed/,
    explain: (space, found) => ({
      kind: 'no-gpu-function',
      sentence: `The app asks for a GPU, and ${space.hardware ?? 'its hardware'} gives it none there.`,
      remedies:
        space.hardware === 'zero-a10g'
          ? [editPlace(space, found, 'Use the GPU only inside functions marked with @spaces.GPU.')]
          : [...help.toGpu(), editPlace(space, found, 'Let it do without.')],
    }),
  },
  // Memory and disk
  {
    pattern:
      /(CUDA out of memory|torch\.(?:cuda\.)?OutOfMemoryError|CUDA error: out of memory|CUBLAS_STATUS_ALLOC_FAILED)/,
    explain: (space, { lines }) => outOfMemory(space, 'card', lines),
  },
  {
    // vLLM
    pattern:
      /No available memory for the cache blocks|larger than the (?:maximum number of tokens that can be stored|available KV cache memory)|is less than desired GPU memory utilization/,
    explain: (space, { lines }) => outOfMemory(space, 'card', lines),
  },
  {
    pattern:
      /Memory limit exceeded(?: \((\d+)Gi\))?|\bOOMKilled\b|exit code:? 137\b|DefaultCPUAllocator: can't allocate memory|^(?:\w+\.)*_?(?:Array)?MemoryError\b|std::bad_alloc|^Killed$/i,
    explain: (space, { lines }) => outOfMemory(space, 'machine', lines),
  },
  {
    pattern: /storage limit exceeded|No space left on device/i,
    explain: (space) => ({
      kind: 'other',
      sentence: 'The disk of its hardware is full, probably with weights that it downloads.',
      remedies: [
        help.restart('Begins with an empty disk.'),
        help.link(
          'settings',
          'Give it a volume',
          'Mounts the model instead of downloading it.',
          `${page(space)}/settings`,
        ),
      ],
    }),
  },
  // Who may read the model
  {
    pattern:
      /GatedRepoError|Cannot access gated repo|trying to access a gated repo|Access to model \S{1,200} is restricted/,
    explain: (space, found) =>
      needsToken(
        space,
        found,
        'is shared only with people its owners let in, and the app is not known to be one of them',
      ),
  },
  {
    pattern:
      /RepositoryNotFoundError|Repository Not Found for url|is not a valid model identifier listed on|Invalid credentials in Authorization header|Invalid user token/,
    explain: (space, found) =>
      needsToken(space, found, 'is not there, or is private and the app has no token that may read it'),
  },
  {
    pattern: /403 (?:Client Error|Forbidden).{0,300}(?:token|permission)|Cannot access content at:/,
    explain: (space) => ({
      kind: 'permission',
      sentence: 'The token that the app was given may not do what it asks for.',
      remedies: [
        help.secret('HF_TOKEN', 'One that may read what the app needs, and nothing else.'),
        help.link('tokens', 'Make a token', 'Fine-grained, read-only.', `${space.hubUrl}/settings/tokens`),
      ],
    }),
  },
  {
    pattern: /\b429 Client Error|429 Too Many Requests|We had to rate limit/,
    explain: () => ({
      kind: 'rate-limited',
      sentence: 'The Hub asked the app for a pause while it was downloading.',
      remedies: [
        help.restart('In some minutes it will be let through.'),
        help.secret('HF_TOKEN', 'Whoever says who they are may ask more often.'),
      ],
    }),
  },
  // Files of the model
  {
    pattern:
      /does not appear to have a file named .{0,100}(?:model|pytorch_model|safetensors)|no file named .{0,200}(?:model\.safetensors|pytorch_model\.bin).{0,200}found in directory|does not appear to have a file named config\.json|Unrecognized model in/,
    explain: (space, found) => ({
      kind: 'file-not-found',
      sentence: 'The model has no weights of its own: perhaps it is an adapter that is loaded as a whole model.',
      remedies: readsVariable(space, 'MODEL_KIND')
        ? [help.variable('MODEL_KIND', 'adapter', 'Loads what it was trained on, and puts the adapter on it.')]
        : [editPlace(space, found, 'Load an adapter with peft.')],
    }),
  },
  {
    pattern: /You need to have sentencepiece or tiktoken installed|Couldn't instantiate the backend tokenizer/,
    explain: (space, found) => ({
      kind: 'file-not-found',
      sentence: 'The model has no tokenizer that can be read: it may be an adapter without one, or need sentencepiece.',
      remedies: [
        help.addPackage(space, 'sentencepiece'),
        readsVariable(space, 'MODEL_KIND')
          ? help.variable('MODEL_KIND', 'adapter', 'Takes the tokenizer of what it was trained on.')
          : editPlace(space, found, 'Load the tokenizer of what it was trained on.'),
      ].filter(isRemedy),
    }),
  },
  {
    pattern: /Can't find 'adapter_config\.json' at/,
    explain: (space, found) => ({
      kind: 'file-not-found',
      sentence: 'The model is loaded as an adapter, and is none.',
      remedies: readsVariable(space, 'MODEL_KIND')
        ? [help.variable('MODEL_KIND', 'full', 'Loads it as a whole model.')]
        : [editPlace(space, found, 'Load it as a whole model.')],
    }),
  },
  // Packages
  {
    pattern: /^(?:ModuleNotFoundError|ImportError): No module named '([\w.]{1,200})'/,
    explain: (space, found) => missingModule(space, found),
  },
  {
    pattern: /ImportError: lib(GL|gthread-2\.0|glib-2\.0)\b[\w.-]*\.so/,
    explain: (space) => ({
      kind: 'missing-package',
      sentence: 'OpenCV looks for a screen, which a Space has not.',
      remedies: [
        help.replacePackage(space, 'opencv-python', 'opencv-python-headless'),
        help.addPackage(space, 'opencv-python-headless'),
      ]
        .filter(isRemedy)
        .slice(0, 1),
    }),
  },
  {
    pattern:
      /requires the following packages that were not found in your environment: ([\w, .-]{1,300}?)\. Run|requires (?:the )?`?([A-Za-z][\w-]{1,60})`?(?: library|: `?pip install)|`?pip install (?:-U |--upgrade )?['"]?([A-Za-z][\w-]{1,60})/i,
    explain: (space, { match }) => {
      const [name = ''] = (match[1] ?? match[3] ?? match[2] ?? '').split(/[,\s]+/);
      const wanted = packageOfModule(/^[A-Z]/.test(name) && packageMeant(name) === null ? name.toLowerCase() : name);
      return wanted === null || !isPackageName(wanted)
        ? null
        : missingPackage(space, wanted, `The app needs the package ${wanted}, which is not installed.`);
    },
  },
  {
    pattern:
      /Could not find a version that satisfies the requirement ([A-Za-z0-9][\w.-]{0,100})(\S{0,100})|No matching distribution found for ([A-Za-z0-9][\w.-]{0,100})(\S{0,100})|Because ([A-Za-z0-9][\w.-]{0,100}) was not found in the package registry|there (?:is|are) no versions? of ([A-Za-z0-9][\w.-]{0,100})/,
    explain: (space, { match }) => {
      const name = match[1] ?? match[3] ?? match[5] ?? match[6] ?? '';
      return noSuchVersion(space, name, (match[2] ?? match[4] ?? '') !== '');
    },
  },
  {
    pattern: /The 'sklearn' PyPI package is deprecated/,
    explain: (space) => ({
      kind: 'missing-package',
      sentence: 'The package is called scikit-learn, not sklearn.',
      remedies: [
        help.replacePackage(space, 'sklearn', 'scikit-learn'),
        help.editRequirements(space, ['sklearn'], 'Write scikit-learn.'),
      ].filter(isRemedy),
    }),
  },
  {
    pattern:
      /ResolutionImpossible|these package versions have conflicting dependencies|No solution found when resolving dependencies|your requirements are unsatisfiable/,
    explain: (space, found) => versionClash(space, found),
  },
  {
    pattern:
      /requires a different Python: (\S{1,20}) not in|Ignored the following versions that require a different python|does not satisfy Python[<>=]/i,
    explain: (space) => ({
      kind: 'version-clash',
      sentence: 'A package needs another version of Python than the Space has.',
      remedies: [
        help.edit('README.md', lineOf(space.readme, /^python_version:/), 'Write python_version: "3.12" at its head.'),
        help.editRequirements(space, [], 'Or ask for an older version of the package.'),
      ],
    }),
  },
  {
    pattern: /^ImportError: cannot import name '(\w{1,100})' from (?:partially initialized module )?'([\w.]{1,100})'/,
    explain: (space, found) => {
      const name = packageOfModule(found.match[2] ?? '');
      return {
        kind: 'version-clash',
        sentence: `The version of ${found.match[2]} that was installed has no ${found.match[1]}.`,
        remedies: [
          ...(name === null ? [] : [help.dropPins(space, [name])]),
          editPlace(space, found, 'Use what this version has.'),
        ].filter(isRemedy),
      };
    },
  },
  {
    pattern: /^TypeError: ([\w.]{1,100}\(\)) got an unexpected keyword argument '(\w{1,100})'/,
    explain: (space, found) => ({
      kind: 'version-clash',
      sentence: `${found.match[1]} knows no “${found.match[2]}”: the app was written for another version of that package.`,
      remedies: [editPlace(space, found, `Leave “${found.match[2]}” out, or look for its new name.`)],
    }),
  },
  {
    pattern:
      /Failed building wheel for ([A-Za-z0-9][\w.-]{0,100})|Failed to build (?:installable wheels for some pyproject\.toml based projects \()?`?([A-Za-z0-9][\w.-]{0,100})|subprocess-exited-with-error/,
    explain: (space, { match }) => {
      const name = match[1] ?? match[2];
      return {
        kind: 'version-clash',
        sentence: `${name ?? 'A package'} has nothing ready for this version of Python and could not be built.`,
        remedies: [
          ...(name === undefined ? [] : [help.dropPins(space, [name])]),
          help.editRequirements(
            space,
            name === undefined ? [] : [name],
            'Ask for a version that is ready to be installed.',
          ),
        ].filter(isRemedy),
      };
    },
  },
  {
    pattern: /ERROR: Invalid requirement: .{0,300}?(?:\(from line (\d{1,6}) of|$)/,
    explain: (_space, { match }) => ({
      kind: 'syntax',
      sentence: `requirements.txt has a line that names no package${match[1] ? `, line ${match[1]}` : ''}.`,
      remedies: [help.edit('requirements.txt', match[1] ? Number(match[1]) : null, 'One package a line.')],
    }),
  },
  {
    pattern: /E: Unable to locate package ([\w.+-]{1,100})|E: Package '([\w.+-]{1,100})' has no installation candidate/,
    explain: (space, { match }) => {
      const path = space.appFile === 'Dockerfile' ? 'Dockerfile' : 'packages.txt';
      return {
        kind: 'missing-package',
        sentence: `Debian has no package ${match[1] ?? match[2]}.`,
        remedies: [
          help.edit(
            path,
            lineOf(space.files.get(path) ?? null, new RegExp(`\\b${escaped(match[1] ?? match[2] ?? '')}\\b`)),
            'Look for its name, or leave it out.',
          ),
        ],
      };
    },
  },
  // The app's own files
  {
    pattern: /^\s*(SyntaxError|IndentationError|TabError): (.{1,300})/,
    explain: (space, found) => {
      const place = placeInApp(found.lines, found.at, space.files);
      return {
        kind: 'syntax',
        sentence: `${place ? `${place.path}, line ${place.line}` : space.appFile} is no Python: ${found.match[2]}.`,
        remedies: [editPlace(space, found, 'Mend the line, and it is built again.')],
      };
    },
  },
  {
    pattern: /can't open file '(?:\/home\/user\/app\/)?([^'\s]{1,200})': \[Errno 2\]/,
    explain: (space, { match }) => noAppFile(space, match[1] ?? space.appFile),
  },
  {
    pattern: /FileNotFoundError: \[Errno 2\] No such file or directory: '([^']{1,300})'/,
    explain: (space, found) => ({
      kind: 'file-not-found',
      sentence: `The app opens ${found.match[1]}, which is not there.`,
      remedies: [editPlace(space, found, 'Name a file of the repository, or add it.')],
    }),
  },
  {
    pattern: /EntryNotFoundError|Entry Not Found for url/,
    explain: (space, found) => ({
      kind: 'file-not-found',
      sentence: 'The app asks the Hub for a file that the repository does not have.',
      remedies: [editPlace(space, found, 'Name a file that is there.')],
    }),
  },
  // Coming up
  {
    pattern: /Launch timed out|was not healthy/i,
    explain: (space) => ({
      kind: 'no-answer',
      sentence:
        'The app did not come up in the time it has. It may still be downloading, or it listens elsewhere than on port 7860.',
      remedies: [
        moreTime(space),
        help.restart('A second start is often faster.'),
        help.edit(space.appFile, null, 'Let it listen on 0.0.0.0, port 7860.'),
      ].filter(isRemedy),
    }),
  },
  {
    pattern: /Cannot find empty port in range|address already in use/i,
    explain: (space, found) => ({
      kind: 'no-answer',
      sentence: 'The app could not listen on its port, since something else in it does.',
      remedies: [
        editPlace(space, found, 'Start one server only.'),
        help.restart('In case the old one was still there.'),
      ],
    }),
  },
  {
    pattern: /Scheduling failure|not enough hardware capacity/i,
    explain: (space) => ({
      kind: 'stuck',
      sentence: `There is no ${space.hardware ?? 'hardware'} free for it at the moment.`,
      remedies: [
        help.restart('In some minutes there may be.'),
        ...(space.hardware === 'cpu-basic' ? [] : [help.toCpu()]),
      ],
    }),
  },
  {
    pattern: /Error while cloning repository|Unexpected job error|failed to create containerd task/i,
    explain: (space) => ({
      kind: 'other',
      sentence: 'Something went wrong at the Hub itself while it was built.',
      remedies: [
        help.rebuild('Such a failure passes by itself as a rule.'),
        help.link('status', 'Look at the Hub’s status', 'Perhaps it is known.', 'https://status.huggingface.co'),
      ].slice(0, isPublic(space) ? 2 : 1),
    }),
  },
];

function missingModule(space: FailureCase, found: Found): Explained {
  const module = found.match[1] ?? '';
  const name = packageOfModule(module);
  if (name !== null && isPackageName(name))
    return missingPackage(space, name, `The app imports ${module}, which is not installed.`);
  return {
    kind: 'file-not-found',
    sentence: `The app imports ${module}, and there is no such file beside it.`,
    remedies: [editPlace(space, found, 'Add the file, or take the line out.')],
  };
}

function missingPackage(space: FailureCase, name: string, sentence: string): Explained {
  const isNamed = space.requirements !== null && withPackage(space.requirements, name) === null;
  return {
    kind: 'missing-package',
    sentence,
    remedies: [
      help.addPackage(space, name),
      isNamed ? help.rebuild(`requirements.txt names ${name}, so that an old build may be in the way.`) : null,
      isNamed ? null : help.editRequirements(space, [], 'In case it has another name.'),
    ].filter(isRemedy),
  };
}

function noSuchVersion(space: FailureCase, name: string, hasVersion: boolean): Explained {
  const right = packageMeant(name);
  if (right !== null) {
    return {
      kind: 'missing-package',
      sentence: `The package is called ${right}, not ${name}.`,
      remedies: [
        help.replacePackage(space, name, right),
        help.editRequirements(space, [name], `Write ${right}.`),
      ].filter(isRemedy),
    };
  }
  const dropped = hasVersion ? help.dropPins(space, [name]) : null;
  return {
    kind: hasVersion ? 'version-clash' : 'missing-package',
    sentence: hasVersion
      ? `There is no ${name} of the version that is asked for.`
      : `There is no package ${name} for this version of Python.`,
    remedies: [
      dropped,
      help.editRequirements(
        space,
        [name],
        hasVersion ? 'Ask for a version that there is.' : 'Mend its name, or take it out.',
      ),
    ].filter(isRemedy),
  };
}

/** Every package that is named around it, as far as the file itself has a version of it. */
function versionClash(space: FailureCase, { lines, at }: Found): Explained {
  const said = lines.slice(Math.max(0, at - 25), at + 15).join('\n');
  const named = [
    ...said.matchAll(/(?<![\w.-])([A-Za-z0-9][\w.-]{0,80})(?:\[[\w,-]{0,80}\])?\s?(?:===?|~=|[<>]=?)\s?\d/g),
  ].map(([, name = '']) => name);
  const names = [...new Set(named.filter(isPackageName))].filter(
    (name) => space.requirements === null || help.dropPins(space, [name]) !== null,
  );
  const two = names.slice(0, 3);
  return {
    kind: 'version-clash',
    sentence:
      two.length > 1
        ? `The versions of ${two.slice(0, -1).join(', ')} and ${two.at(-1)} that are asked for do not go together.`
        : `The versions that requirements.txt asks for do not go together${two[0] ? `: ${two[0]}` : ''}.`,
    remedies: [
      help.dropPins(space, names),
      help.editRequirements(space, names, 'Ask for versions that go together.'),
    ].filter(isRemedy),
  };
}

function needsToken(space: FailureCase, { lines, at, match }: Found, how: string): Explained {
  const near = [lines[at] ?? '', ...lines.slice(Math.max(0, at - 8), at), ...lines.slice(at + 1, at + 6)];
  const repo = near
    .map((line) => repoIn.exec(line)?.[1] ?? /^OSError: ([A-Za-z0-9][\w.-]{0,95}\/[\w.-]{1,96}) is not/.exec(line)?.[1])
    .find((found) => found !== undefined);
  const plain = repo?.replace(/\/resolve$|\.+$/, '');
  const isBroken = /token|credentials/i.test(match[0]);
  return {
    kind: 'gated',
    sentence: isBroken
      ? 'The Hub does not accept the token that the app was given.'
      : `${plain ?? 'The model'} ${how}.`,
    remedies: [
      help.secret('HF_TOKEN', 'A read-only token of somebody who is let in.'),
      ...(plain === undefined
        ? []
        : [help.link('model', `Look at ${plain}`, 'Ask there to be let in.', `${space.hubUrl}/${plain}`)]),
      help.link(
        'tokens',
        'Make a token',
        'Fine-grained, and read-only for this model.',
        `${space.hubUrl}/settings/tokens`,
      ),
    ],
  };
}

function outOfMemory(space: FailureCase, memory: 'card' | 'machine', lines: readonly string[]): Explained {
  const wasUp = stageWords(space.stage).up || lines.some((line) => /Running on (?:local|public) URL/.test(line));
  return {
    kind: 'out-of-memory',
    sentence: `${memory === 'card' ? 'The GPU has' : `${space.hardware ?? 'The machine'} has`} too little memory for ${wasUp ? 'this answer' : 'this model'}.`,
    remedies: [
      wasUp ? fewerTokens(space) : null,
      help.restart('What was left behind in memory goes.'),
      help.largerHardware(space, memory),
    ].filter(isRemedy),
  };
}

/** Half of what the app's own setting says. */
function fewerTokens({ appFile, appText }: FailureCase) {
  const setting = /^MAX_NEW_TOKENS = (\d{2,6})\b/m.exec(appText ?? '');
  if (appText === null || setting === null) return null;
  const half = Math.max(16, Math.floor(Number(setting[1]) / 2));
  const text = appText.replace(setting[0], `MAX_NEW_TOKENS = ${half}`);
  return text === appText
    ? null
    : help.file(
        'fewer-tokens',
        `Let answers have at most ${half} tokens`,
        'Memory grows with the length of an answer.',
        appFile,
        text,
      );
}

function lessGpuTime(space: FailureCase, seconds: number) {
  return readsVariable(space, 'GPU_SECONDS')
    ? help.variable('GPU_SECONDS', String(seconds), 'Asks for less GPU time at once.')
    : help.edit(space.appFile, gpuLine(space), 'Give @spaces.GPU a shorter duration.');
}

function gpuLine({ appText }: FailureCase): number | null {
  return lineOf(appText, /^\s*@spaces\.GPU/);
}

/** One line more at the head of the README; null where it says it already, or has no head. */
function moreTime({ readme }: FailureCase) {
  if (readme === null || !/^---\r?\n/.test(readme) || /^startup_duration_timeout:/m.test(readme)) return null;
  const text = readme.replace(/^---(\r?\n)/, '---$1startup_duration_timeout: 1h$1');
  return help.file('more-time', 'Give it an hour to start', 'Instead of the usual half.', 'README.md', text);
}

export function noAppFile(space: FailureCase, path: string): Explained {
  const line = lineOf(space.readme, /^app_file:/);
  return {
    kind: 'no-app-file',
    sentence: `The Space has no ${path}, which is what would be started.`,
    remedies: [
      help.edit(path, null, 'Write the app into it.'),
      help.edit('README.md', line, 'Say in “app_file” which file it is.'),
    ],
  };
}

function editPlace(space: FailureCase, { lines, at }: Found, why: string) {
  const place = placeInApp(lines, at, space.files);
  return help.edit(place?.path ?? space.appFile, place?.line ?? null, why);
}

/** From 1. */
export function lineOf(text: string | null, pattern: RegExp): number | null {
  const at = text === null ? -1 : text.split('\n').findIndex((line) => pattern.test(line));
  return at < 0 ? null : at + 1;
}

function escaped(text: string): string {
  return text.replace(/[.+]/g, '\\$&');
}

function page({ hubUrl, space }: FailureCase): string {
  return `${hubUrl}/spaces/${space}`;
}

function zeroGpuDocs({ hubUrl }: FailureCase): string {
  return `${hubUrl}/docs/hub/spaces-zerogpu`;
}

function isPublic({ hubUrl }: FailureCase): boolean {
  return hubUrl === 'https://huggingface.co';
}

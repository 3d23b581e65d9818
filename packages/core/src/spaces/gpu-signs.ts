// What ZeroGPU, torch and the machine say of GPUs, memory and disk.
import { zeroGpuFlavor } from '@hubdesk/shared/spaces/space';
import { stageWords } from '@hubdesk/shared/spaces/stages';
import { type Explained, type FailureCase, isRemedy, readsVariable } from './failure-case.ts';
import { editPlace, lineOf, type Sign } from './failure-sign.ts';
import * as help from './space-remedies.ts';

export const gpuSigns: readonly Sign[] = [
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
        space.hardware === zeroGpuFlavor
          ? [editPlace(space, found, 'Use the GPU only inside functions marked with @spaces.GPU.')]
          : [...help.toGpu(), editPlace(space, found, 'Let it do without.')],
    }),
  },
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
];

function machineName(flavor: string | null): string {
  return flavor === zeroGpuFlavor ? 'ZeroGPU' : (flavor ?? 'The machine');
}

function outOfMemory(space: FailureCase, memory: 'card' | 'machine', lines: readonly string[]): Explained {
  const wasUp = stageWords(space.stage).up || lines.some((line) => /Running on (?:local|public) URL/.test(line));
  return {
    kind: 'out-of-memory',
    sentence: `${memory === 'card' ? 'The GPU' : machineName(space.hardware)} has too little memory for ${wasUp ? 'this answer' : 'this model'}.`,
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

function page({ hubUrl, space }: FailureCase): string {
  return `${hubUrl}/spaces/${space}`;
}

function zeroGpuDocs({ hubUrl }: FailureCase): string {
  return `${hubUrl}/docs/hub/spaces-zerogpu`;
}

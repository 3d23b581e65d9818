// Spaces: the account's own and its organizations', looked at and looked after.
import { z } from 'zod';
import { repoFileSchema } from '../datasets/dataset.ts';
import {
  commitSchema,
  pairKeySchema,
  spaceDetailsSchema,
  spaceFlavorSchema,
  spaceIdSchema,
  spaceListSchema,
  spacePairsSchema,
  spaceRuntimeSchema,
  visibilitySchema,
  zeroGpuQuotaSchema,
} from '../spaces/space.ts';
import { spacePathSchema } from '../spaces/deploy-config.ts';
import { flavorSchema } from '../train/hardware.ts';
import { logLineSchema, machineSampleSchema } from '../train/run.ts';
import { volumeSchema } from '../train/run-config.ts';
import { modelIdSchema } from './models.ts';
import { command, query, stream } from './operation.ts';

const one = z.object({ space: spaceIdSchema });
const absent = { space: 'sandy/absent' };
/** -1 or null at the Hub: never. */
const sleepSeconds = z.number().int().min(60).max(31_536_000).nullable();

/** A piece of a log: what there is, then what comes. */
export const logPieceSchema = z.object({
  /** Index of the first of these lines. 0 begins anew. */
  from: z.number(),
  lines: z.array(logLineSchema),
  /** `waiting`: for the network, or for a log to begin. `over`: no more will come. */
  state: z.enum(['live', 'waiting', 'over']),
});
export type LogPiece = z.infer<typeof logPieceSchema>;

export const spaces = {
  list: query({
    summary: 'Spaces of the account and its organizations, those changed last first',
    input: z.void(),
    output: spaceListSchema,
    example: undefined,
  }),
  get: query({ summary: 'One Space', input: one, output: spaceDetailsSchema, example: absent }),
  follow: stream({
    summary: 'How a Space is, and again whenever that changes',
    input: one,
    output: z.object({ at: z.string(), runtime: spaceRuntimeSchema, following: z.enum(['live', 'waiting']) }),
    example: absent,
  }),
  log: stream({
    summary: 'What a Space says while it is built or while it runs: the last lines, then what comes',
    input: one.extend({ log: z.enum(['build', 'run']) }),
    output: logPieceSchema,
    example: { ...absent, log: 'build' },
  }),
  machine: stream({
    summary: 'Processor, memory and cards of a Space that runs',
    input: one,
    output: z.object({ samples: z.array(machineSampleSchema) }),
    example: absent,
  }),
  ask: stream({
    summary: 'Ask a running Space one question; its answer comes as it grows, whole each time',
    input: one.extend({ question: z.string().min(1).max(8_000) }),
    output: z.object({ answer: z.string(), done: z.boolean(), tookMs: z.number() }),
    example: { ...absent, question: 'Hello' },
  }),
  hardware: query({
    summary: 'All hardware a Space can ask for, cheapest first',
    input: z.void(),
    output: z.array(flavorSchema),
    example: undefined,
  }),
  quota: query({
    summary: 'GPU time on ZeroGPU that this account has left today; null where the Hub does not say',
    input: z.void(),
    output: zeroGpuQuotaSchema.nullable(),
    example: undefined,
  }),
  checkName: query({
    summary: 'Whether a name is free for a Space, and another that is where it is not',
    input: z.object({ namespace: z.string().min(1).max(100), name: z.string().max(200) }),
    output: z.object({
      state: z.enum(['free', 'mine', 'taken', 'refused']),
      reason: z.string().nullable(),
      /** A free name like it; null where none is needed or found. */
      offer: z.string().nullable(),
    }),
    example: { namespace: 'sandy', name: 'new-space' },
  }),
  pause: command({
    summary: 'Stop a Space; it costs nothing until it is restarted',
    input: one,
    output: spaceRuntimeSchema,
    example: absent,
    touches: ['spaces'],
  }),
  restart: command({
    summary: 'Start a Space again; `factory` builds it from scratch',
    input: one.extend({ factory: z.boolean().default(false) }),
    output: spaceRuntimeSchema,
    example: absent,
    touches: ['spaces'],
  }),
  setHardware: command({
    summary: 'Move a Space to other hardware; it starts again there. `sleepSeconds` null: it never sleeps',
    input: one.extend({ flavor: spaceFlavorSchema, sleepSeconds: sleepSeconds.default(null) }),
    output: spaceRuntimeSchema,
    example: { ...absent, flavor: 'cpu-basic' },
    touches: ['spaces'],
  }),
  setSleep: command({
    summary: 'How long a Space on paid hardware waits for a visitor before it sleeps; null: it never does',
    input: one.extend({ seconds: sleepSeconds }),
    output: spaceRuntimeSchema,
    example: { ...absent, seconds: 3_600 },
    touches: ['spaces'],
  }),
  setDevMode: command({
    summary: 'Open or shut the machine of a Space to ssh',
    input: one.extend({ enabled: z.boolean() }),
    output: spaceRuntimeSchema,
    example: { ...absent, enabled: true },
    touches: ['spaces'],
  }),
  setVolumes: command({
    summary: 'What is mounted into a Space, in place of all there was; it starts again',
    input: one.extend({ volumes: z.array(volumeSchema).max(50) }),
    output: spaceRuntimeSchema,
    example: { ...absent, volumes: [] },
    touches: ['spaces'],
  }),
  pairs: query({
    summary: 'Variables of a Space with their values, and the names of its secrets',
    input: one,
    output: spacePairsSchema,
    example: absent,
  }),
  setPair: command({
    summary: 'Give a Space a variable or a secret, or another value for it; it starts again',
    input: one.extend({
      kind: z.enum(['variable', 'secret']),
      key: pairKeySchema,
      value: z.string().max(100_000),
      description: z.string().max(500).default(''),
    }),
    output: z.void(),
    example: { ...absent, kind: 'variable', key: 'GREETING', value: 'hello' },
    touches: ['spaces'],
  }),
  removePair: command({
    summary: 'Take a variable or a secret from a Space; it starts again',
    input: one.extend({ kind: z.enum(['variable', 'secret']), key: z.string().min(1).max(200) }),
    output: z.void(),
    example: { ...absent, kind: 'secret', key: 'OLD' },
    touches: ['spaces'],
  }),
  files: query({
    summary: 'What is in a folder of a Space',
    input: one.extend({
      folder: z.string().max(1_024).default(''),
      cursor: z.string().max(2_000).nullable().default(null),
    }),
    output: z.object({ files: z.array(repoFileSchema), cursor: z.string().nullable() }),
    example: absent,
  }),
  file: query({
    summary: 'A file of a Space as text; null where it is none or is longer than a megabyte',
    input: one.extend({ path: spacePathSchema, revision: z.string().max(200).default('main') }),
    output: z.object({
      text: z.string().nullable(),
      bytes: z.number(),
      /** The commit it was read at: give it back to `saveFile`. */ commit: z.string().nullable(),
    }),
    example: { ...absent, path: 'app.py' },
  }),
  history: query({
    summary: 'Commits of a Space, newest first',
    input: one.extend({ cursor: z.string().max(2_000).nullable().default(null) }),
    output: z.object({ commits: z.array(commitSchema), cursor: z.string().nullable() }),
    example: absent,
  }),
  saveFiles: command({
    summary:
      'Write or delete (`text` null) files of a Space in one commit. CONFLICT where others have committed since `commit`',
    input: one.extend({
      files: z
        .array(z.object({ path: spacePathSchema, text: z.string().max(1_000_000).nullable() }))
        .min(1)
        .max(100),
      message: z.string().max(500),
      commit: z.string().max(100).nullable(),
    }),
    output: z.object({ commit: z.string() }),
    example: { ...absent, files: [{ path: 'app.py', text: '' }], message: 'Edit app.py', commit: null },
    touches: ['spaces'],
  }),
  swapModel: command({
    summary: 'Let a Space answer with another model: its variable and its card are changed, nothing else',
    input: one.extend({ model: modelIdSchema }),
    output: z.void(),
    example: { ...absent, model: 'sandy/tiny-llama' },
    touches: ['spaces'],
  }),
  duplicate: command({
    summary: 'Copy a Space with its variables; secrets stay behind',
    input: one.extend({ to: spaceIdSchema, visibility: visibilitySchema, flavor: spaceFlavorSchema.nullable() }),
    output: z.object({ space: z.string() }),
    example: { ...absent, to: 'sandy/absent-too', visibility: 'private', flavor: null },
    touches: ['spaces'],
  }),
  rename: command({
    summary: 'Give a Space another name or namespace; old links lead to the new one',
    input: one.extend({ to: spaceIdSchema }),
    output: z.void(),
    example: { ...absent, to: 'sandy/absent-too' },
    touches: ['spaces'],
  }),
  setVisibility: command({
    summary: 'Who may see a Space',
    input: one.extend({ visibility: visibilitySchema }),
    output: z.void(),
    example: { ...absent, visibility: 'private' },
    touches: ['spaces'],
  }),
  remove: command({
    summary: 'Delete a Space for good. `confirm` must repeat its name',
    input: one.extend({ confirm: z.string().max(200) }),
    output: z.void(),
    example: { ...absent, confirm: 'sandy/absent' },
    touches: ['spaces'],
  }),
};

// A Space on the Hub: what it is, how it is, and what this account may do with it.
import { z } from 'zod';
import { problemSchema } from '../account/account.ts';
import { volumeSchema } from '../train/run-config.ts';
import { spaceFailureSchema } from './space-failure.ts';

export const spaceIdSchema = z
  .string()
  .regex(/^[\w.-]+\/[\w.-]+$/)
  .max(200);

/** `protected`: the app is public, its source is not. */
export const visibilitySchema = z.enum(['public', 'private', 'protected']);
export type Visibility = z.infer<typeof visibilitySchema>;

/** As the Hub takes a flavor of hardware. An open list: see `spaces.hardware`. */
export const spaceFlavorSchema = z
  .string()
  .regex(/^[a-z0-9][a-z0-9._-]*$/i)
  .max(60);

/** The flavor's historic name; what runs is newer (reference training-and-spaces A3). */
export const zeroGpuFlavor = 'zero-a10g';
export const cpuBasicFlavor = 'cpu-basic';

export const spaceRuntimeSchema = z.object({
  /** The Hub's own word, an open list: see `stageWords`. */
  stage: z.string(),
  errorMessage: z.string().nullable(),
  /** What it runs on now; null while it does not run. */
  hardware: z.string().nullable(),
  /** What it shall run on; null for a static Space. */
  requested: z.string().nullable(),
  /** Seconds without a visitor until it sleeps; null: never, or the Hub does not say. */
  sleepSeconds: z.number().nullable(),
  devMode: z.boolean(),
  replicas: z.object({ current: z.number(), requested: z.number() }).nullable(),
  volumes: z.array(volumeSchema),
  domains: z.array(z.object({ domain: z.string(), stage: z.string().nullable() })),
  /** The commit that runs. */
  sha: z.string().nullable(),
  /** Where the app itself answers; null where nobody says. */
  appUrl: z.string().nullable(),
});
export type SpaceRuntime = z.infer<typeof spaceRuntimeSchema>;

export const spaceRowSchema = z.object({
  id: z.string(),
  title: z.string().nullable(),
  emoji: z.string().nullable(),
  /** Of the card: `blue`, `indigo`, …; a word newer than this app is possible. */
  colorFrom: z.string().nullable(),
  colorTo: z.string().nullable(),
  /** `gradio`, `docker`, `static`, or one newer than this app. */
  sdk: z.string().nullable(),
  visibility: visibilitySchema,
  /** What its card says it uses. */
  models: z.array(z.string()),
  likes: z.number().nullable(),
  lastModified: z.string().nullable(),
  runtime: spaceRuntimeSchema,
  /** Of the hardware asked for; 0 where it is free, null where there is no price. */
  usdPerHour: z.number().nullable(),
  /** Its page on the Hub. */
  url: z.string(),
});
export type SpaceRow = z.infer<typeof spaceRowSchema>;

/** Why this account cannot do it, in one sentence with what would help; null: it can, as far as the Hub has said. */
export const forbidsSchema = z.object({
  /** Anything but looking. Pausing and deleting are forbidden by nothing else. */
  write: z.string().nullable(),
  restart: z.string().nullable(),
  paidHardware: z.string().nullable(),
  zeroGpu: z.string().nullable(),
  cpuBasic: z.string().nullable(),
  sleep: z.string().nullable(),
  devMode: z.string().nullable(),
  protected: z.string().nullable(),
});
export type Forbids = z.infer<typeof forbidsSchema>;

export const spaceDetailsSchema = spaceRowSchema.extend({
  description: z.string().nullable(),
  appFile: z.string().nullable(),
  sdkVersion: z.string().nullable(),
  sha: z.string().nullable(),
  usedBytes: z.number().nullable(),
  mayWrite: z.boolean(),
  forbids: forbidsSchema,
  /** The whole line for dev mode, and where a key is registered. */
  ssh: z.object({ line: z.string(), keysUrl: z.string() }).nullable(),
  settingsUrl: z.string(),
  /** The app may be shown in a frame of ours: it is public and of an address the page allows. */
  embeddable: z.boolean(),
  /** The model it answers with, as far as its variables and card say. `swappable`: it reads the variable. */
  model: z.object({ id: z.string(), from: z.enum(['variable', 'card']), swappable: z.boolean() }).nullable(),
  /** What went wrong, where its stage says that something did. */
  failure: spaceFailureSchema.nullable(),
});
export type SpaceDetails = z.infer<typeof spaceDetailsSchema>;

export const spaceListSchema = z.object({
  spaces: z.array(spaceRowSchema),
  /** Namespaces whose Spaces could not be listed, with why. */
  missing: z.array(z.object({ namespace: z.string(), problem: problemSchema })),
});
export type SpaceList = z.infer<typeof spaceListSchema>;

/** Upper-case words as the Hub takes them for both; a value may have line feeds. */
export const pairKeySchema = z
  .string()
  .regex(/^[A-Za-z][_a-zA-Z0-9]*$/, 'may only have letters, digits and “_”, and begins with a letter')
  .max(200);

export const spacePairsSchema = z.object({
  variables: z.array(
    z.object({
      key: z.string(),
      value: z.string(),
      description: z.string().nullable(),
      updatedAt: z.string().nullable(),
    }),
  ),
  /** Values are never given back. */
  secrets: z.array(z.object({ key: z.string(), description: z.string().nullable(), updatedAt: z.string().nullable() })),
});
export type SpacePairs = z.infer<typeof spacePairsSchema>;

export const zeroGpuQuotaSchema = z.object({
  /** GPU seconds a day, and what is left of them. */
  baseSeconds: z.number(),
  leftSeconds: z.number(),
  resetsAt: z.string().nullable(),
});
export type ZeroGpuQuota = z.infer<typeof zeroGpuQuotaSchema>;

export const commitSchema = z.object({
  id: z.string(),
  title: z.string(),
  message: z.string(),
  authors: z.array(z.string()),
  at: z.string(),
});
export type RepoCommit = z.infer<typeof commitSchema>;

// Everything that makes a deployment what it is, and nothing secret.
import { z } from 'zod';
import { hostPathSchema } from '../contract/files.ts';
import { variableNameSchema } from '../train/run-config.ts';
import { deployKinds, deployTemplates, spaceColors } from './deploy-kinds.ts';
import { pairKeySchema, spaceFlavorSchema, visibilitySchema } from './space.ts';

const modelId = z
  .string()
  .regex(/^[\w.-]+\/[\w.-]+$/, 'is not the name of a model, such as Qwen/Qwen3-0.6B')
  .max(200);

/** A path inside a repository, with `/`. */
export const spacePathSchema = z
  .string()
  .min(1)
  .max(500)
  .regex(/^(?!\/)(?!.*(?:^|\/)\.{1,2}(?:\/|$))(?!.*\/\/)[^\\]+$/, 'is not a path inside the repository');

export const deployConfigSchema = z.strictObject({
  version: z.literal(1),
  /** Null only for a folder of one's own. */
  model: modelId.nullable(),
  kind: z.enum(deployKinds),
  template: z.enum(deployTemplates),
  /** For the template `folder`. */
  folder: hostPathSchema.nullable(),
  /** Owns and pays. */
  namespace: z.string().min(1).max(100),
  name: z.string().max(96),
  visibility: visibilitySchema,
  /** For `gpu` and `job`; null for the others. */
  flavor: spaceFlavorSchema.nullable(),
  /** Paid hardware sleeps after so long without a visitor; null: never. */
  sleepSeconds: z.number().int().min(60).max(31_536_000).nullable(),
  /** When a job ends, whatever it does. */
  timeoutSeconds: z.number().int().min(60).max(604_800),
  title: z.string().max(100),
  emoji: z.string().max(16),
  colorFrom: z.enum(spaceColors),
  colorTo: z.enum(spaceColors),
  /** On the card; the Hub takes 60 characters. */
  description: z.string().max(60),
  systemPrompt: z.string().max(8_000),
  examples: z.array(z.string().max(500)).max(20),
  /** Most seconds of a ZeroGPU call. */
  gpuSeconds: z.number().int().min(5).max(600),
  maxNewTokens: z.number().int().min(16).max(8_192),
  temperature: z.number().min(0).max(2),
  /**
   * How the app comes to a model that is not everybody's. `secret`: a token given for it, read-only at best. `own`: the
   * token of this account. `volume`: mounted by the Hub, without any token.
   */
  access: z.enum(['none', 'secret', 'own', 'volume']),
  /** More variables of the Space or job. */
  variables: z.record(variableNameSchema, z.string().max(10_000)),
  /** Names of more secrets; their values go beside. */
  secrets: z.array(pairKeySchema).max(50),
  /** Files the person changed or added, in place of the generated ones. */
  files: z.record(spacePathSchema, z.string().max(1_000_000)),
  /** Asked at the end, to see whether it answers. */
  question: z.string().min(1).max(2_000),
});
export type DeployConfig = z.infer<typeof deployConfigSchema>;

// Everything that makes a run what it is, and nothing secret: what is saved,
// shared, shown as JSON or YAML, and kept beside the job so that it can be
// found again from another computer.
import { z } from 'zod';
import { datasetIdSchema } from '../datasets/dataset.ts';
import { rewardKinds, runMethods, tunings } from './methods.ts';
import { type Parameter, parameters, type ParameterValues } from './parameters.ts';

const modelId = z
  .string()
  .regex(/^[\w.-]+\/[\w.-]+$/, 'is not the name of a model, such as Qwen/Qwen3-0.6B')
  .max(200);

/** As the Hub takes a label's value, and a little shorter so that it may be given an ending. */
export const runNameSchema = z
  .string()
  .min(1)
  .max(80)
  .regex(/^[A-Za-z0-9._-]+$/, 'may only have letters, digits, “.”, “-” and “_”');

function schemaOf(parameter: Parameter): z.ZodType {
  const plain = plainSchemaOf(parameter);
  return parameter.nullable ? plain.nullable() : plain;
}

function plainSchemaOf(parameter: Parameter): z.ZodType {
  switch (parameter.kind) {
    case 'integer':
      return z.number().int().min(parameter.min).max(parameter.max);
    case 'number':
      return z.number().min(parameter.min).max(parameter.max);
    case 'choice':
      return z.enum(parameter.choices);
    case 'switch':
      return z.boolean();
    case 'text':
      return z.string().max(500);
  }
}

const parametersShape = Object.fromEntries(parameters.map((each) => [each.key, schemaOf(each)]));
export const parametersSchema = z.strictObject(parametersShape) as unknown as z.ZodType<
  ParameterValues,
  ParameterValues
>;

/** What the Hub takes for one volume of a job. */
export const volumeSchema = z.object({
  type: z.enum(['bucket', 'dataset', 'model', 'space']),
  source: z.string().regex(/^[\w.-]+\/[\w.-]+$/),
  mountPath: z.string().regex(/^\/(?!.*(?:^|\/)\.\.?(?:\/|$))[\w./-]+$/, 'must be an absolute path that is not “/”'),
  path: z.string().max(500).nullable(),
  readOnly: z.boolean(),
});
export type Volume = z.infer<typeof volumeSchema>;

/** Of an environment variable or a secret. */
export const variableNameSchema = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'is not a name for a variable')
  .max(200);
const labelText = z
  .string()
  .max(100)
  .regex(/^[A-Za-z0-9._-]*$/, 'may only have letters, digits, “.”, “-” and “_”');

export const runConfigSchema = z.strictObject({
  version: z.literal(1),
  name: runNameSchema,
  /** Null only with a script of one's own. */
  model: modelId.nullable(),
  dataset: z
    .strictObject({
      id: datasetIdSchema,
      /** Null: the only or default one. */
      config: z.string().max(200).nullable(),
      train: z.string().min(1).max(200),
      /** Null: nothing is evaluated. */
      evaluation: z.string().min(1).max(200).nullable(),
    })
    .nullable(),
  method: z.enum(runMethods),
  tuning: z.enum(tunings),
  parameters: parametersSchema,
  /** For GRPO; null otherwise. `value`: a column's name, a regular expression, or a number of characters. */
  reward: z.strictObject({ kind: z.enum(rewardKinds), value: z.string().max(500) }).nullable(),
  /** Where the weights go. */
  output: z.strictObject({ repo: modelId, private: z.boolean() }),
  /** Null: the one generated from all this. Otherwise its text. */
  script: z.string().min(1).max(400_000).nullable(),
  flavor: z.string().min(1).max(100),
  timeoutSeconds: z
    .number()
    .int()
    .min(60)
    .max(7 * 86_400),
  /** The account or organization that pays and owns the job; null: the account itself. */
  payer: z.string().min(1).max(100).nullable(),
  /** Keeps checkpoints in the payer's private bucket, to resume and to salvage from. */
  keepCheckpoints: z.boolean(),
  environment: z.record(variableNameSchema, z.string().max(20_000)),
  /** Names only; their values are given with the launch and kept nowhere. */
  secrets: z.array(variableNameSchema).max(50),
  /** The account's token as HF_TOKEN: without it nothing can be pushed. */
  giveToken: z.boolean(),
  volumes: z.array(volumeSchema).max(10),
  labels: z.record(labelText.min(1), labelText),
});
export type RunConfig = z.infer<typeof runConfigSchema>;

/** Some of it, to be laid over a whole one: what a remedy or a preflight action changes. */
export const configChangeSchema = z.object({
  parameters: z.record(z.string(), z.union([z.number(), z.string(), z.boolean(), z.null()])).optional(),
  /** Not GRPO, which also needs a reward. */
  method: z.enum(runMethods).exclude(['grpo']).optional(),
  tuning: z.enum(tunings).optional(),
  flavor: z.string().optional(),
  timeoutSeconds: z.number().int().optional(),
  payer: z.string().nullable().optional(),
  evaluation: z.string().nullable().optional(),
  outputRepo: z.string().optional(),
  giveToken: z.boolean().optional(),
});
export type ConfigChange = z.infer<typeof configChangeSchema>;

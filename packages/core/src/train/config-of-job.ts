// The configuration that a job of ours carries in its plain environment, so that another computer finds the run again
// with its settings. It travels without its script.
import { type RunConfig, runConfigSchema } from '@hubdesk/shared/train/run-config';

/** Null for a job of somebody else, and for one that a later Hubdesk has configured. */
export function configOfJob(environment: Readonly<Record<string, string>>): RunConfig | null {
  const text = environment['HUBDESK_CONFIG'];
  if (text === undefined) return null;
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof json !== 'object' || json === null) return null;
  const read = runConfigSchema.safeParse({ script: null, ...json });
  return read.success ? read.data : null;
}

// Asks the control API of a running Sandbox, for tests.
import type { SandboxHub } from '../index.ts';

/** Gives the JSON of the answer; throws with its text when it is not a success. `path` is below `/__sandbox__/`. */
export async function control(hub: SandboxHub, method: string, path: string, body?: object): Promise<unknown> {
  const answer = await fetch(`${hub.url}/__sandbox__/${path}`, {
    method,
    headers: { authorization: `Bearer ${hub.controlSecret}`, 'content-type': 'application/json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
  return answer.json();
}

// Facts against the Sandbox Hub, with whose token a test likes.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSandboxHub } from '@hubdesk/sandbox-hub';
import type { Draft } from '@hubdesk/shared/datasets/draft';
import { exampleConfig } from '@hubdesk/shared/contract/example-run';
import type { RunConfig } from '@hubdesk/shared/train/run-config';
import { expect } from 'vitest';
import { createHubClient } from '../../hub/hub-client.ts';
import { systemClock } from '../../ports/clock.ts';
import { sourceWorkers } from '../../ports/source-workers.ts';
import { Secret } from '../../secrets/secret.ts';
import { createDatasetContents } from '../../services/dataset-contents.ts';
import { createFacts, type FactsParts } from './create-facts.ts';

export async function startFacts(parts: Partial<FactsParts> = {}) {
  const hub = await startSandboxHub({ seed: 'demo', tokenPace: 'none' });
  const folder = await mkdtemp(join(tmpdir(), 'hubdesk-facts-'));
  let name = 'write';
  const client = createHubClient({ hubUrl: hub.url, routerUrl: hub.routerUrl, viewerUrl: hub.viewerUrl }, systemClock);
  const token = () => {
    const text = hub.tokens[name];
    return text === undefined ? null : Secret.from(text);
  };
  const contents = createDatasetContents(client);
  const drafts: Draft[] = [];
  const facts = createFacts({
    clock: systemClock,
    workerScript: sourceWorkers,
    cacheFolder: join(folder, 'tokenizers'),
    asking: async () => ({ hub: client, token: token(), account: name }),
    readerOf: () => contents,
    drafts: { list: async () => drafts },
    draftTokens: { counted: () => null },
    ...parts,
  });
  return {
    hub,
    client,
    facts,
    drafts,
    token,
    as: (other: string) => void (name = other),
    /** Makes a repository, as another program would. */
    async make(type: 'model' | 'dataset', repo: string, files: Record<string, string>): Promise<void> {
      const [organization, own] = repo.split('/');
      const list = Object.entries(files).map(([path, content]) => ({
        path,
        content: Buffer.from(content).toString('base64'),
        encoding: 'base64',
      }));
      const answer = await fetch(`${hub.url}/api/repos/create`, {
        method: 'POST',
        headers: { authorization: `Bearer ${hub.tokens['fineGrained']}`, 'content-type': 'application/json' },
        body: JSON.stringify({ type, name: own, organization, private: true, files: list }),
      });
      expect(answer.status, await answer.text()).toBe(200);
    },
    async stop(): Promise<void> {
      await hub.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
export type FactsHost = Awaited<ReturnType<typeof startFacts>>;

export function jsonl(rows: readonly unknown[]): string {
  return rows.map((row) => `${JSON.stringify(row)}\n`).join('');
}

/** The example's run of the Sandbox's own tiny model on its small dataset. */
export function runWith(given: Partial<Omit<RunConfig, 'parameters'>> = {}, values: Partial<RunConfig['parameters']> = {}): RunConfig {
  return { ...exampleConfig, ...given, parameters: { ...exampleConfig.parameters, ...values } };
}

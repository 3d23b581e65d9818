// What is in a repository of the test's Hub, asked of the Hub itself and not of
// the app: the other side of every claim.
import type { SandboxHub } from '@hubdesk/sandbox-hub';

interface Entry {
  type: 'file' | 'directory';
  path: string;
  size: number;
}

const asOwner = (hub: SandboxHub) => ({ headers: { authorization: `Bearer ${hub.token}` } });

/** Sizes of its files by path, without what it was born with; null where there is no such dataset. */
export async function filesOf(hub: SandboxHub, dataset: string): Promise<Record<string, number> | null> {
  const found: Record<string, number> = {};
  let url: string | undefined = `${hub.url}/api/datasets/${dataset}/tree/main?recursive=true`;
  while (url !== undefined) {
    const answer: Response = await fetch(url, asOwner(hub));
    if (!answer.ok) return null;
    const entries: Entry[] = await answer.json();
    for (const { type, path, size } of entries) {
      if (type === 'file' && path !== '.gitattributes') found[path] = size;
    }
    url = /<([^>]+)>; rel="next"/.exec(answer.headers.get('link') ?? '')?.[1];
  }
  return found;
}

export async function fileOf(hub: SandboxHub, dataset: string, path: string): Promise<Buffer> {
  const answer = await fetch(`${hub.url}/datasets/${dataset}/resolve/main/${path}`, asOwner(hub));
  if (!answer.ok) throw new Error(`${path} of ${dataset}: ${answer.status}`);
  return Buffer.from(await answer.arrayBuffer());
}

/** `private` as the Hub has it; null where there is no such dataset. */
export async function isPrivate(hub: SandboxHub, dataset: string): Promise<boolean | null> {
  const answer = await fetch(`${hub.url}/api/datasets/${dataset}`, { ...asOwner(hub), redirect: 'manual' });
  if (!answer.ok) return null;
  const facts: { private: boolean } = await answer.json();
  return facts.private;
}

/** Titles of its commits, newest first. */
export async function commitsOf(hub: SandboxHub, dataset: string): Promise<string[]> {
  const answer = await fetch(`${hub.url}/api/datasets/${dataset}/commits/main`, asOwner(hub));
  const commits: { title: string }[] = await answer.json();
  return commits.map(({ title }) => title);
}

// The folders of this process. HUBDESK_HOME moves all of them under one folder,
// so that a test, or a second life, leaves the person's own alone.
import { platformPaths, type Paths } from './paths.ts';

/** `home`: the person's home folder, as the system names it. */
export function hostPaths(from: {
  platform: NodeJS.Platform;
  home: string;
  env: Readonly<Record<string, string | undefined>>;
}): Paths {
  const elsewhere = from.env['HUBDESK_HOME'];
  return elsewhere ? platformPaths({ platform: from.platform, home: elsewhere, env: {} }) : platformPaths(from);
}

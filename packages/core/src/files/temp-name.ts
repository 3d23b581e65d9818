// Names of the temporary files the safe writer makes: they carry the writer's
// process id, so that another start can tell a leftover from one in use.
import { randomBytes } from 'node:crypto';

const pattern = /^\.(?<target>.+)\.(?<pid>\d+)\.[0-9a-f]{16}\.hubdesk-tmp$/;

export function tempNameFor(target: string): string {
  return `.${target}.${process.pid}.${randomBytes(8).toString('hex')}.hubdesk-tmp`;
}

/** The process that made this temporary file, or null when the name is not one of ours. */
export function tempOwner(name: string): number | null {
  const pid = pattern.exec(name)?.groups?.['pid'];
  return pid === undefined ? null : Number(pid);
}

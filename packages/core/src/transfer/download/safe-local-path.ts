// Where a file of a repository may be written: always inside the folder, under a
// name this system can hold, and never under the name of another. A repository's
// paths are written by strangers.
import { createHash } from 'node:crypto';
import { isGitName, isWindowsDevice, twinKey } from '../../files/system-names.ts';

/** Leaves room for the ending of an unfinished file. */
const roomyNameBytes = 230;
// oxlint-disable-next-line no-control-regex -- these are what is taken out
const control = /[\u0000-\u001f\u007f-\u009f\ufffd]/gu;

/** Answers a path with `/`, relative to the folder. `taken` holds the keys of names given before, and gets this one's. */
export function safeLocalPath(path: string, platform: NodeJS.Platform, taken: Set<string>): string {
  const windows = platform === 'win32';
  const parts = path
    .toWellFormed()
    .split(windows ? /[\\/]/ : '/')
    .filter((part, at, all) => part !== '' || (all.length === 1 && at === 0))
    .map((part) => safeName(part, windows));
  const folder = parts.slice(0, -1).join('/');
  const name = parts.at(-1) ?? '_';
  const dot = name.lastIndexOf('.');
  const [stem, ending] = dot > 0 ? [name.slice(0, dot), name.slice(dot)] : [name, ''];
  for (let n = 1; ; n += 1) {
    const tried = n === 1 ? name : `${stem} (${n})${ending}`;
    const local = folder === '' ? tried : `${folder}/${tried}`;
    // Linux tells names apart that macOS and Windows do not.
    const key = windows || platform === 'darwin' ? twinKey(local) : local;
    if (taken.has(key)) continue;
    taken.add(key);
    return local;
  }
}

function safeName(part: string, windows: boolean): string {
  let name = part.replaceAll(control, '_').replaceAll('\\', '_');
  if (windows) name = name.replaceAll(/[<>:"|?*]/g, '_').replace(/[ .]+$/, (end) => '_'.repeat(end.length));
  if (name === '' || name === '.' || name === '..' || (windows && isWindowsDevice(name))) name = `_${name.replaceAll('.', '_')}`;
  // A git of ours would run what such a folder says; Windows has short names for it, and macOS overlooks some characters.
  if (isGitName(name)) name = `_${name.toLowerCase().replaceAll(/[^a-z0-9]/g, '')}`;
  if (Buffer.byteLength(name) <= roomyNameBytes) return name;
  const mark = createHash('sha256').update(part).digest('hex').slice(0, 8);
  let cut = name;
  while (Buffer.byteLength(cut) > roomyNameBytes - mark.length - 1) cut = [...cut].slice(0, -1).join('');
  return `${cut}~${mark}`;
}

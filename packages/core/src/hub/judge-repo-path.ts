// Whether a name may be a path in a repository, and whether every system could
// write it. Pure; knows no file. Source of the Hub's half:
// `_commit_api._validate_path_in_repo` of huggingface_hub.
import { isGitName, isWindowsDevice, longestNameBytes } from '../files/system-names.ts';

export type PathVerdict =
  | { ok: true; /** Windows cannot hold a file of this name. */ windows: string | null }
  | { ok: false; reason: string };

const longestPathBytes = 1_000;
// oxlint-disable-next-line no-control-regex -- these are what is looked for
const control = /[\u0000-\u001f\u007f-\u009f]/;

/** `path` is relative, with `/`. */
export function judgeRepoPath(path: string): PathVerdict {
  const refuse = (reason: string): PathVerdict => ({ ok: false, reason });
  if (path === '') return refuse('it is empty');
  if (!path.isWellFormed() || path.includes('\ufffd')) return refuse('its name is not proper Unicode');
  if (control.test(path)) return refuse('it has a control character or a line break in it');
  if (path.includes('\\')) return refuse('it has a backslash in it');
  if (path.startsWith('/') || /^[a-z]:/i.test(path)) return refuse('it is not relative');
  if (Buffer.byteLength(path) > longestPathBytes) return refuse(`it is longer than ${longestPathBytes} bytes`);
  let windows: string | null = null;
  for (const name of path.split('/')) {
    if (name === '') return refuse('it has an empty part');
    if (name === '.' || name === '..') return refuse('it leads out of its folder');
    if (isGitName(name)) return refuse('git keeps that name for itself');
    if (Buffer.byteLength(name) > longestNameBytes) return refuse(`a name in it is longer than ${longestNameBytes} bytes`);
    if (isWindowsDevice(name)) windows ??= `Windows keeps the name ${name} for a device`;
    else if (/[ .]$/.test(name)) windows ??= 'Windows takes away a space or full stop at the end of a name';
    else if (/[<>:"|?*]/.test(name)) windows ??= 'Windows allows none of < > : " | ? * in a name';
  }
  return { ok: true, windows };
}

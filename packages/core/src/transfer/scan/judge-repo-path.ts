// Whether a name may be a path in a repository, and whether every system could
// write it. Pure; knows no file.

export type PathVerdict =
  | { ok: true; /** Windows cannot hold a file of this name. */ windows: string | null }
  | { ok: false; reason: string };

/** Longest name of one file or folder on the usual file systems, in bytes of UTF-8. */
const longestNameBytes = 255;
const longestPathBytes = 1_000;
// oxlint-disable-next-line no-control-regex -- these are what is looked for
const control = /[\u0000-\u001f\u007f-\u009f]/;
const windowsDevice = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\..*)?$/i;

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
    // HFS+ ignores these, so that `.g\u200cit` would be `.git` there (CVE-2014-9390).
    const bare = name.replace(/[\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]/g, '').toLowerCase();
    if (bare === '.git' || /^git~\d+$/.test(bare) || /^\.git[ .]+$/.test(bare)) return refuse('git keeps that name for itself');
    if (Buffer.byteLength(name) > longestNameBytes) return refuse(`a name in it is longer than ${longestNameBytes} bytes`);
    if (windowsDevice.test(name)) windows ??= `Windows keeps the name ${name} for a device`;
    else if (/[ .]$/.test(name)) windows ??= 'Windows takes away a space or full stop at the end of a name';
    else if (/[<>:"|?*]/.test(name)) windows ??= 'Windows allows none of < > : " | ? * in a name';
  }
  return { ok: true, windows };
}

/** Two names with the same key are one file on some systems: macOS and Windows do not tell case, macOS not how an accent is written. */
export function twinKey(path: string): string {
  return path.normalize('NFC').toLowerCase().normalize('NFC');
}

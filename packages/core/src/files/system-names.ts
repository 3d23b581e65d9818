// Names of files that some systems keep for themselves or read as another. Pure:
// knows no file, and leaves it to the caller what becomes of such a name.

const windowsDevice = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\..*)?$/i;
/** HFS+ ignores these, so that `.g\u200cit` would be `.git` there (CVE-2014-9390). */
const overlooked = /[\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]/g;

/** Longest name of one file or folder on the usual file systems, in bytes of UTF-8. */
export const longestNameBytes = 255;

/** Whether Windows takes the name of one file or folder for a device. Source: "Naming Files, Paths, and Namespaces" of Microsoft. */
export function isWindowsDevice(name: string): boolean {
  return windowsDevice.test(name);
}

/** Whether a git on some system would read the name of one file or folder as its own `.git`. */
export function isGitName(name: string): boolean {
  const bare = name.replace(overlooked, '').toLowerCase();
  return /^\.git[ .]*$/.test(bare) || /^git~\d+$/.test(bare);
}

/** Two paths with the same key are one file on some systems: macOS and Windows do not tell case, macOS not how an accent is written. */
export function twinKey(path: string): string {
  return path.normalize('NFC').toLowerCase().normalize('NFC');
}

// The script of one's own: whether it looks like one that `uv` can run. Reads it,
// runs nothing.
import type { RunConfig } from '@hubdesk/shared/train/run-config';
import { fine, type Found, stops, warning } from './check-found.ts';

/** PEP 723: lines of comments between these two. */
const header = /^# \/\/\/ script[ \t]*\r?\n(?:#(?: .*)?\r?\n)*?# \/\/\/[ \t]*$/m;
const openHeader = /^# \/\/\/ script[ \t]*$/m;
const python = /^(?:#!.*python|\s*(?:import |from \w[\w.]* import |def |class |print\(|if __name__))/m;
const otherKinds: [RegExp, string][] = [
  [/^\s*<(?:!doctype|html)/i, 'a web page'],
  [/^\s*[{[]\s*"/, 'JSON'],
  [/^#!.*\b(?:ba|z)?sh\b/, 'a shell script'],
];
const largeBytes = 100 * 1024;

export function checkScript({ script }: RunConfig): Found {
  if (script === null) return fine('The script is made from these settings.');
  const other = otherKinds.find(([test]) => test.test(script));
  if (other) return stops(`The script is ${other[1]}, not Python.`);
  if (!python.test(script)) return warning('The script does not look like Python.');
  if (openHeader.test(script) && !header.test(script))
    return stops('The header with the packages (PEP 723) is not closed: a line “# ///” is missing.');
  if (!header.test(script))
    return warning('The script has no header that names its packages (PEP 723), so it runs with Python’s own only.');
  const bytes = new TextEncoder().encode(script).length;
  if (bytes > largeBytes)
    return warning(`The script is ${Math.round(bytes / 1024)} KB, which is much to send with a job.`);
  return fine('Your own script, with a header that names its packages.');
}

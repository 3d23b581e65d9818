// The words after `uv run`, taken apart as far as a job needs. What it does not know it refuses by name, so that
// nothing that was asked for is silently left out.

export interface UvRun {
  /** Requirements of `--with`. */
  with: string[];
  /** Of `--python`. */
  python?: string;
  target: { kind: 'script'; path: string } | { kind: 'module'; name: string } | { kind: 'command'; name: string };
  args: string[];
}

export class UnknownUvOption extends Error {
  constructor(option: string) {
    super(`uv run ${option} is not something the Sandbox can do without the real uv`);
  }
}

const FLAGS = new Set(
  '--no-project --isolated --quiet -q --verbose -v --no-cache -n --no-progress --no-config --native-tls --system-certs --refresh --exact --no-sync --frozen --locked --no-dev'.split(
    ' ',
  ),
);
// They take a value and mean nothing to us.
const IGNORED = new Set('--color --index-strategy --keyring-provider --link-mode --cache-dir --directory'.split(' '));

export function readUvRun(words: readonly string[]): UvRun {
  const run: UvRun = { with: [], target: { kind: 'command', name: '' }, args: [] };
  const rest = [...words];
  let asScript = false;
  let asModule = false;
  while (rest[0]?.startsWith('-') && rest[0] !== '-') {
    const word = rest.shift() ?? '';
    if (word === '--') break;
    const [option = '', given] = word.startsWith('--') ? splitAt(word, '=') : [word];
    const value = () => given ?? rest.shift() ?? '';
    if (FLAGS.has(option)) continue;
    else if (IGNORED.has(option)) value();
    else if (option === '--with' || option === '-w') run.with.push(...value().split(/,(?![^[]*\])/));
    else if (option === '--python' || option === '-p') run.python = value();
    else if (option === '--script' || option === '-s') asScript = true;
    else if (option === '--module' || option === '-m') asModule = true;
    else throw new UnknownUvOption(option);
  }
  const target = rest.shift();
  if (target === undefined) throw new UnknownUvOption('without a script or command');
  run.args = rest;
  const script = asScript || target === '-' || /\.pyw?$/.test(target) || /^https?:\/\//.test(target);
  if (asModule) run.target = { kind: 'module', name: target };
  else run.target = script ? { kind: 'script', path: target } : { kind: 'command', name: target };
  return run;
}

function splitAt(text: string, mark: string): [string, string?] {
  const at = text.indexOf(mark);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}

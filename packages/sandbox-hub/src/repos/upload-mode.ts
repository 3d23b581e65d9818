// Whether a file is kept in git itself or beside it as an LFS file, and which files a repo does not want at all.
// Follows `.gitattributes` and `.gitignore` in the measure of the `ignore` package.
import ignore from 'ignore';

/** What the Hub puts into a new repo. */
export const GIT_ATTRIBUTES = `${[
  '*.7z',
  '*.arrow',
  '*.bin',
  '*.bz2',
  '*.ckpt',
  '*.ftz',
  '*.gz',
  '*.h5',
  '*.joblib',
  '*.lfs.*',
  '*.mlmodel',
  '*.model',
  '*.msgpack',
  '*.npy',
  '*.npz',
  '*.onnx',
  '*.ot',
  '*.parquet',
  '*.pb',
  '*.pickle',
  '*.pkl',
  '*.pt',
  '*.pth',
  '*.rar',
  '*.safetensors',
  'saved_model/**/*',
  '*.tar.*',
  '*.tar',
  '*.tflite',
  '*.tgz',
  '*.wasm',
  '*.xz',
  '*.zip',
  '*.zst',
  '*tfevents*',
]
  .map((pattern) => `${pattern} filter=lfs diff=lfs merge=lfs -text`)
  .join('\n')}\n`;

const REGULAR_LIMIT_BYTES = 10 * 1024 * 1024;

/** `sample` are the first bytes of the file, when they are known. */
export function uploadModeOf(
  path: string,
  size: number,
  gitAttributes: string = GIT_ATTRIBUTES,
  sample?: Uint8Array,
): 'lfs' | 'regular' {
  if (size === 0) return 'regular';
  if (size > REGULAR_LIMIT_BYTES || sample?.includes(0)) return 'lfs';
  return lfsPatterns(gitAttributes).ignores(path) ? 'lfs' : 'regular';
}

export function ignoredBy(gitIgnore: string): (path: string) => boolean {
  const rules = ignore().add(gitIgnore);
  return (path) => rules.ignores(path);
}

// Compiled once a text: a folder upload asks for hundreds of files.
const compiled = new Map<string, ReturnType<typeof ignore>>();
const COMPILED_KEPT = 50;

function lfsPatterns(gitAttributes: string): ReturnType<typeof ignore> {
  let rules = compiled.get(gitAttributes);
  if (!rules) {
    rules = ignore();
    for (const line of gitAttributes.split(/\r?\n/)) {
      const [pattern, ...attributes] = line.trim().split(/\s+/);
      if (!pattern || pattern.startsWith('#')) continue;
      // The last line that fits decides, as in git.
      if (attributes.includes('filter=lfs')) rules.add(pattern);
      else if (attributes.includes('-filter') || attributes.includes('!filter')) rules.add(`!${pattern}`);
    }
    if (compiled.size >= COMPILED_KEPT) compiled.clear();
    compiled.set(gitAttributes, rules);
  }
  return rules;
}

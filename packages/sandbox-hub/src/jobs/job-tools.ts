// The programs that a job finds first: `uv`, `python`, `pip` and, in images for training, `trl` and `accelerate`.
// They are thin: Python is the machine's own in an environment of the job, everything else goes through our helper.
import { existsSync } from 'node:fs';
import { chmod, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { HostEnvironment } from './host-environment.ts';
import type { JobFolder } from './job-folder.ts';

/** How to start our helper: the words before its own. */
export function helperCommand(helperPath: string): string[] {
  return [process.execPath, '--disable-warning=ExperimentalWarning', helperPath];
}

const SOURCE = fileURLToPath(new URL('./helper/job-helper.ts', import.meta.url));
const BUNDLED = fileURLToPath(new URL('./job-helper.cjs', import.meta.url));
/** Our helper's source, or its bundle beside ours. */
export const HELPER_PATH = existsSync(SOURCE) ? SOURCE : BUNDLED;

/** Images whose Python has the training stack. */
const TRAINING_IMAGE =
  /^(?:docker\.io\/)?(?:huggingface\/(?:trl|transformers|peft|autotrain)|pytorch\/pytorch|axolotl|unsloth)/;

export function hasTrainingStack(image: string | null): boolean {
  return image !== null && TRAINING_IMAGE.test(image);
}

/** Writes the job's own programs. */
export async function writeTools(folder: JobFolder, helperPath: string, trainingImage: boolean): Promise<void> {
  const names = ['uv', 'python', 'python3', 'pip', 'pip3', ...(trainingImage ? ['trl', 'accelerate', 'torchrun'] : [])];
  const helper = helperCommand(helperPath);
  if (process.platform === 'win32') {
    for (const name of names) {
      const line = `@${helper.map((word) => `"${word}"`).join(' ')} ${name} %*\r\n`;
      await writeFile(join(folder.bin, `${name}.cmd`), line);
    }
    return;
  }
  for (const name of names) {
    const file = join(folder.bin, name);
    await writeFile(file, `#!/bin/sh\nexec ${helper.map(quoted).join(' ')} ${name} "$@"\n`);
    await chmod(file, 0o700);
  }
  // A login shell sets PATH anew before it reads this.
  await writeFile(join(folder.home, '.profile'), `export PATH=${quoted(folder.bin)}:"$PATH"\n`);
}

/** Everything that a job's process is told, its own environment and secrets included. */
export function jobEnvironment(options: {
  folder: JobFolder;
  host: HostEnvironment;
  jobId: string;
  hubUrl: string;
  accelerator: string;
  vcpus: number;
  ramGb: number;
  trainingImage: boolean;
  own: Readonly<Record<string, string>>;
}): Record<string, string> {
  const { folder, host } = options;
  const own: Record<string, string> = {};
  for (const [name, value] of Object.entries(options.own)) own[name] = folder.paths.toReal(value);
  return {
    ...host.network,
    LANG: 'C.UTF-8',
    HOME: folder.home,
    USERPROFILE: folder.home,
    TMPDIR: folder.temporary,
    TEMP: folder.temporary,
    TMP: folder.temporary,
    // The home is thrown away: what uv downloads is kept.
    UV_CACHE_DIR: join(host.cache, 'uv'),
    UV_NO_PROGRESS: '1',
    PIP_DISABLE_PIP_VERSION_CHECK: '1',
    PYTHONUNBUFFERED: '1',
    PYTHONIOENCODING: 'utf-8',
    HF_HUB_DISABLE_TELEMETRY: '1',
    HF_HUB_DISABLE_UPDATE_CHECK: '1',
    SANDBOX_CACHE: host.cache,
    SANDBOX_JOB_FOLDER: folder.root,
    SANDBOX_TRAINING_IMAGE: options.trainingImage ? '1' : '0',
    SANDBOX_REAL_TRAINING: host.realTraining ? '1' : '0',
    ...(process.versions['electron'] ? { ELECTRON_RUN_AS_NODE: '1' } : {}),
    ...own,
    // The Sandbox is on this machine: no proxy stands between.
    NO_PROXY: ['127.0.0.1', 'localhost', own['NO_PROXY'] ?? host.network['NO_PROXY'] ?? ''].filter(Boolean).join(','),
    // Last, so that a job cannot be pointed at the real Hub by mistake.
    PATH: [folder.bin, host.path].join(delimiter),
    JOB_ID: options.jobId,
    ACCELERATOR: options.accelerator,
    CPU_CORES: String(options.vcpus),
    MEMORY: `${options.ramGb}Gi`,
    HF_ENDPOINT: options.hubUrl,
    HF_HOME: join(folder.home, '.cache', 'huggingface'),
  };
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}

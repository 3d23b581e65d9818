// `pnpm contract` writes contract.lock.json; with --check it only compares, and
// fails naming what is different.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { contractLock } from '../packages/shared/src/contract/contract-lock.ts';

const path = join(import.meta.dirname, '..', 'contract.lock.json');
const lock = contractLock();
const text = `${JSON.stringify(lock, null, 2)}\n`;

if (!process.argv.includes('--check')) {
  await writeFile(path, text);
  console.log(
    `Wrote contract.lock.json: ${Object.keys(lock.operations).length} operations, ${Object.keys(lock.errors).length} errors.`,
  );
} else {
  const kept = await readFile(path, 'utf8').catch(() => '{}');
  if (kept !== text) {
    const before = JSON.parse(kept) as Partial<Record<keyof typeof lock, Record<string, unknown>>>;
    const changed = (['operations', 'errors'] as const).flatMap((part) => {
      const names = new Set([...Object.keys(before[part] ?? {}), ...Object.keys(lock[part])]);
      return [...names].filter((name) => JSON.stringify(before[part]?.[name]) !== JSON.stringify(lock[part][name]));
    });
    console.error(
      `The contract is not what contract.lock.json says: ${changed.join(', ') || 'order or layout'}. Run \`pnpm contract\` and commit the difference.`,
    );
    process.exitCode = 1;
  }
}

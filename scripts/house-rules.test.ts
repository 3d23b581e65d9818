// Rules of the house that no linter has: told by reading the sources as text.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');
const files = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '*.ts', '*.tsx'], { cwd: root, encoding: 'utf8' })
  .split('\n')
  .filter((file) => file !== '' && file !== 'scripts/house-rules.test.ts');
const textOf = (file: string): string => readFileSync(join(root, file), 'utf8');
const having = (pattern: RegExp, among: readonly string[]): string[] => among.filter((file) => pattern.test(textOf(file)));

const tests = files.filter((file) => /\.(test|spec)\.tsx?$/.test(file));
const product = files.filter((file) => !/\.(test|spec|fixture)\.tsx?$|^scripts\/|^packages\/e2e\/|\.d\.ts$/.test(file));

describe('the house', () => {
  it('reads a tree that is there', () => {
    expect(files.length).toBeGreaterThan(200);
    expect(tests.length).toBeGreaterThan(50);
  });

  it('keeps the preload under 26 lines', () => {
    expect(textOf('apps/desktop/src/preload/preload.ts').trimEnd().split('\n').length).toBeLessThanOrEqual(25);
  });

  it('mocks none of its own modules, and lets no test sleep', () => {
    expect(having(/\bvi\.mock\(\s*['"](\.|@hubdesk)/, tests)).toEqual([]);
    expect(having(/waitForTimeout\(|setTimeout\(resolve,|setTimeout[^}]*\} from 'node:timers\/promises'/, tests)).toEqual([]);
  });

  it('reveals a secret only where it is sent, sealed or stored', () => {
    const places = having(/\.reveal\(\)/, product).filter((file) => file.startsWith('packages/core/src/'));
    expect(places.map((file) => file.replace('packages/core/src/', '')).toSorted()).toEqual([
      'hub/app-origin.ts',
      'hub/chat-stream.ts',
      'hub/hub-client.ts',
      'hub/jobs.ts',
      'hub/repo-file.ts',
      'hub/spaces.ts',
      'secrets/encrypted-file.ts',
      'secrets/keychain/keychain-store.ts',
      'secrets/redact.ts',
      'secrets/sealed-records.ts',
      'secrets/vault.ts',
      'services/account.ts',
      'transfer/requests/transfer-hub.ts',
      'transfer/xet/content-store.ts',
    ]);
  });

  it('asks whether it is in the Sandbox only to show it', () => {
    // Where a draft or a figure came from is another matter.
    const asking = having(/(?<!origin\.kind |spentFrom )=== '(sandbox|hub)'/, product).filter((file) => file.startsWith('packages/core/') || file.includes('/renderer/features/'));
    expect(asking.map((file) => basename(file))).toEqual(['appearance-page.tsx', 'sandbox-band.tsx']);
  });

  it('opens every module of the product with what it is for', () => {
    const silent = product.filter((file) => !/\.config\.ts$|\.fixture\.tsx?$/.test(file) && !/^(\/\/|\/\*|#!)/.test(textOf(file)));
    expect(silent.length / product.length).toBeLessThan(0.25);
  });

  it('has no file that wants to be two', () => {
    expect(product.filter((file) => textOf(file).split('\n').length > 600)).toEqual([]);
  });
});

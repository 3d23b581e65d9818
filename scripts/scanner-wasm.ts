// Compiles the scanner of rows anew and keeps it as base64 in a module, so that
// every bundle carries it. To be run after a change of scanner.as.
//
//   node scripts/scanner-wasm.ts
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { compileScanner } from '../packages/core/src/datasets/scan/scanner/compile-scanner.ts';

const target = join(import.meta.dirname, '../packages/core/src/datasets/scan/scanner/scanner-wasm.ts');
const text = await compileScanner();
await writeFile(target, text);
console.log(`${text.length} characters of base64.`);

// Compiles the arithmetic of Xet anew and keeps it as base64 in a module, so that
// every bundle carries it. To be run after a change of xet.as.
//
//   node scripts/xet-wasm.ts
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { compileCodec } from '../packages/core/src/transfer/xet/codec/compile-codec.ts';

const target = join(import.meta.dirname, '../packages/core/src/transfer/xet/codec/xet-wasm.ts');
const text = await compileCodec();
await writeFile(target, text);
console.log(`${text.length} characters of base64.`);

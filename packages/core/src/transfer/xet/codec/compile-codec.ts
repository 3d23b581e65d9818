// Compiles the arithmetic of Xet from AssemblyScript to WebAssembly, as the text
// of the module that carries it. A tool for building, never part of the app.
import asc from 'assemblyscript/asc';
import { readFile } from 'node:fs/promises';

/** What `xet-wasm.ts` ought to be, compiled anew. */
export async function compileCodec(): Promise<string> {
  const source = await readFile(`${import.meta.dirname}/xet.as`, 'utf8');
  let wasm: Uint8Array | null = null;
  const { error, stderr } = await asc.main(
    // prettier-ignore
    ['xet.ts', '--outFile', 'xet.wasm', '--runtime', 'stub', '--enable', 'simd', '-O3', '--noAssert', '--initialMemory', '42'],
    {
      readFile: (name) => (name === 'xet.ts' ? source : null),
      writeFile: (_name, contents) => {
        if (typeof contents !== 'string') wasm = contents;
      },
      listFiles: () => [],
    },
  );
  if (error || !wasm) throw new Error(`The codec does not compile.\n${stderr.toString()}`, { cause: error });
  return [
    '// Generated from xet.as by scripts/xet-wasm.ts: the arithmetic of Xet as WebAssembly.',
    'export const xetWasm =',
    `  '${Buffer.from(wasm).toString('base64')}';`,
    '',
  ].join('\n');
}

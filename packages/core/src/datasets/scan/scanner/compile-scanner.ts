// Compiles the scanner of rows from AssemblyScript to WebAssembly, as the text
// of the module that carries it. A tool for building, never part of the app.
import asc from 'assemblyscript/asc';
import { readFile } from 'node:fs/promises';

/** What `scanner-wasm.ts` ought to be, compiled anew. */
export async function compileScanner(): Promise<string> {
  const source = await readFile(`${import.meta.dirname}/scanner.as`, 'utf8');
  let wasm: Uint8Array | null = null;
  const { error, stderr } = await asc.main(
    // prettier-ignore
    ['scanner.ts', '--outFile', 'scanner.wasm', '--runtime', 'stub', '--enable', 'simd', '-O3', '--converge', '--noAssert', '--initialMemory', '8'],
    {
      readFile: (name) => (name === 'scanner.ts' ? source : null),
      writeFile: (_name, contents) => {
        if (typeof contents !== 'string') wasm = contents;
      },
      listFiles: () => [],
    },
  );
  if (error || !wasm) throw new Error(`The scanner does not compile.\n${stderr.toString()}`, { cause: error });
  return [
    '// Generated from scanner.as by scripts/scanner-wasm.ts: the scanner as WebAssembly.',
    'export const scannerWasm =',
    `  '${Buffer.from(wasm).toString('base64')}';`,
    '',
  ].join('\n');
}

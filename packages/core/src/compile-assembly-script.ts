// Compiles one file of AssemblyScript to WebAssembly, as the text of the module
// that carries it in base64. A tool for building, never part of the app.
import asc from 'assemblyscript/asc';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';

export interface WasmModule {
  /** The source, `x.as`. */
  source: string;
  /** The script that writes the module; what it is for, in its first line. */
  script: string;
  purpose: string;
  /** The name it exports the base64 under. */
  exportName: string;
  initialPages: number;
  options?: readonly string[];
}

/** What the generated module ought to be, compiled anew. */
export async function compileAssemblyScript({ source, script, purpose, exportName, initialPages, options = [] }: WasmModule): Promise<string> {
  const text = await readFile(source, 'utf8');
  const name = basename(source, '.as');
  let wasm: Uint8Array | null = null;
  const { error, stderr } = await asc.main(
    [`${name}.ts`, '--outFile', `${name}.wasm`, '--runtime', 'stub', '--enable', 'simd', '-O3', ...options, '--noAssert', '--initialMemory', String(initialPages)],
    {
      readFile: (wanted) => (wanted === `${name}.ts` ? text : null),
      writeFile: (_name, contents) => {
        if (typeof contents !== 'string') wasm = contents;
      },
      listFiles: () => [],
    },
  );
  if (error || !wasm) throw new Error(`${name}.as does not compile.\n${stderr.toString()}`, { cause: error });
  return [
    `// Generated from ${name}.as by ${script}: ${purpose} as WebAssembly.`,
    `export const ${exportName} =`,
    `  '${Buffer.from(wasm).toString('base64')}';`,
    '',
  ].join('\n');
}

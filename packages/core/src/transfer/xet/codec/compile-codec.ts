// How the arithmetic of Xet is compiled. A tool for building, never part of the app.
import { compileAssemblyScript } from '../../../compile-assembly-script.ts';

/** What `xet-wasm.ts` ought to be, compiled anew. */
export function compileCodec(): Promise<string> {
  return compileAssemblyScript({
    source: `${import.meta.dirname}/xet.as`,
    script: 'scripts/xet-wasm.ts',
    purpose: 'the arithmetic of Xet',
    exportName: 'xetWasm',
    initialPages: 42,
  });
}

// The block at the top of a Python script that says what it needs (PEP 723).
import { parse } from 'smol-toml';
import { z } from 'zod';

const header = z.looseObject({
  dependencies: z.array(z.string()).default([]),
  'requires-python': z.string().optional(),
});

export interface ScriptNeeds {
  dependencies: string[];
  requiresPython?: string;
}

/** Throws for a block that is not valid TOML, as uv does. */
export function readScriptHeader(script: string): ScriptNeeds {
  // The regular expression of the PEP itself, for the type `script`.
  const block = /^# \/\/\/ script\s*$\s(?<content>(?:^#(?:| .*)$\s)+?)^# \/\/\/\s*$/m.exec(
    script.replaceAll('\r\n', '\n'),
  );
  const content = block?.groups?.['content'];
  if (content === undefined) return { dependencies: [] };
  const toml = content.replace(/^# ?/gm, '');
  const { dependencies, 'requires-python': requiresPython } = header.parse(parse(toml));
  return { dependencies, ...(requiresPython === undefined ? {} : { requiresPython }) };
}

/** `trl[peft]>=1.9` is `trl`: lower case, with every run of `-_.` as one dash. */
export function packageName(requirement: string): string {
  const [name = ''] = /^\s*[A-Za-z0-9._-]+/.exec(requirement) ?? [];
  return name
    .trim()
    .toLowerCase()
    .replace(/[-_.]+/g, '-');
}

import { expect, test } from 'vitest';
import { packageName, readScriptHeader } from './script-header.ts';

test('a script says what it needs', () => {
  const script = `#!/usr/bin/env python
# /// script
# requires-python = ">=3.10"
# dependencies = [
#   "trl>=1.9,<2",
#   "datasets",  # for the data
# ]
#
# [tool.hf-jobs]
# flavor = "t4-small"
# ///
print("# /// not this")
`;
  expect(readScriptHeader(script)).toEqual({ dependencies: ['trl>=1.9,<2', 'datasets'], requiresPython: '>=3.10' });
  expect(readScriptHeader(script.replaceAll('\n', '\r\n')).dependencies).toHaveLength(2);
});

test('or needs nothing', () => {
  expect(readScriptHeader('import os\n# dependencies = ["x"]\n')).toEqual({ dependencies: [] });
});

test('a block that is no TOML is refused', () => {
  expect(() => readScriptHeader('# /// script\n# dependencies = [\n# ///\n')).toThrow();
});

test.each([
  ['trl[peft]>=1.9', 'trl'],
  ['Flash_Attn == 2', 'flash-attn'],
  ['torch @ https://host/torch.whl', 'torch'],
])('%s is the package %s', (requirement, name) => {
  expect(packageName(requirement)).toBe(name);
});

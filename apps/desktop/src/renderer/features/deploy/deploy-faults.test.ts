import { exampleDeployConfig } from '@hubdesk/shared/contract/example-deployment';
import { deployConfigSchema } from '@hubdesk/shared/spaces/deploy-config';
import { expect, it } from 'vitest';
import { deployFaults, emojiProblem, pathProblem } from './deploy-faults.ts';

const plain = { source: 'model', typed: {}, secretValues: {}, modelProblem: null, agreed: false } as const;

it('finds nothing in what the contract takes, and names what it would not', () => {
  expect(deployFaults({ ...plain, config: exampleDeployConfig })).toEqual([]);
  const wrong = {
    ...exampleDeployConfig,
    name: '-no',
    question: ' ',
    secrets: ['MY KEY', 'HF_TOKEN'],
    access: 'own' as const,
    emoji: 'llama',
  };
  expect(deployFaults({ ...plain, config: wrong }).map(({ place }) => place)).toEqual([
    'look',
    'look',
    'does',
    'access',
    'access',
    'access',
  ]);
});

it('takes one emoji of any making, and no letters', () => {
  for (const emoji of ['', '🦙', '🏷️', '👩‍🔬', '🇳🇿', '1️⃣']) expect([emoji, emojiProblem(emoji)]).toEqual([emoji, null]);
  for (const text of ['a', '🦙🦙', '🦙a', '1']) expect([text, emojiProblem(text)]).not.toEqual([text, null]);
});

it('takes as the name of a file what the contract takes, and none that is there', () => {
  const taken = (path: string) => deployConfigSchema.shape.files.safeParse({ [path]: '' }).success;
  for (const path of ['packages.txt', 'assets/logo.svg', '/etc/x', 'a//b', '../x', 'a/./b', 'a\\b']) {
    expect([path, pathProblem(path, []) === null]).toEqual([path, taken(path)]);
  }
  expect(pathProblem('README.MD', ['README.md'])).toContain('README.md');
  expect(pathProblem('.git/config', [])).not.toBeNull();
});

import { expect, it } from 'vitest';
import { judgeRepoPath } from './judge-repo-path.ts';

it.each(['a/b.jsonl', 'données.jsonl', 'a b.jsonl', '.gitkeep', 'console.jsonl'])('%j is taken everywhere', (path) => {
  expect(judgeRepoPath(path)).toEqual({ ok: true, windows: null });
});

it.each(['a//b', '../a', 'a/.git/config', 'a\nb', 'a\\b', 'x'.repeat(256), 'a\uFFFD'])('%j is refused by the Hub', (path) => {
  expect(judgeRepoPath(path)).toEqual({ ok: false, reason: expect.stringMatching(/\w/) });
});

it.each(['a:b', '12:30.json', 'b/a.', 'a ', 'con.jsonl', 'LPT1', 'com¹.txt'])('%j is refused somewhere, and why', (path) => {
  const verdict = judgeRepoPath(path);
  expect(verdict.ok ? verdict.windows : verdict.reason).toMatch(/\w/);
});

import { expect, test } from 'vitest';
import { sdkOfApp, sdkProblem } from './app-sdk.ts';

test.each([
  ['cpu', ['app.py'], null, 'gradio'],
  ['cpu', ['Dockerfile', 'main.py'], '# Mine\n', 'docker'],
  ['cpu', ['Dockerfile', 'app.py'], null, 'gradio'],
  ['cpu', ['Dockerfile', 'app.py'], '---\r\ntitle: x\r\nsdk: "docker"\r\n---\r\n', 'docker'],
  ['cpu', ['app.py'], '---\ntitle: x\n---\nsdk: docker\n', 'gradio'],
  ['cpu', ['app.py'], '---\nsdk: newer-than-this\n---\n', 'gradio'],
  ['static', ['index.html'], null, 'static'],
  ['zero-gpu', ['index.html', 'style.css'], null, 'static'],
  ['zero-gpu', ['index.html', 'main.py'], null, 'gradio'],
  ['static', ['app.py'], '\ufeff---\nsdk: gradio\n---\n', 'gradio'],
] as const)('an app for %s with %j and the README %j is started as %s', (kind, paths, readme, expected) => {
  expect(sdkOfApp(kind, paths, readme)).toBe(expected);
});

test('hardware goes with what it can run alone', () => {
  expect(sdkProblem('zero-gpu', 'docker')).toMatch(/Gradio apps alone/);
  expect(sdkProblem('static', 'gradio')).toMatch(/choose hardware/);
  expect(sdkProblem('gpu', 'static')).toMatch(/no hardware/);
  expect(sdkProblem('zero-gpu', 'static')).toMatch(/no hardware/);
  expect([sdkProblem('gpu', 'docker'), sdkProblem('zero-gpu', 'gradio'), sdkProblem('static', 'static')]).toEqual([
    null,
    null,
    null,
  ]);
});

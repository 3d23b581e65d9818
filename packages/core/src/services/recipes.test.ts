import { exampleConfig } from '@hubdesk/shared/contract/example-run';
import { afterEach, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from './test-app.fixture.ts';

let app: TestApp;
afterEach(() => app.stop());

describe('recipes', () => {
  it('outlive a start, and those of the Sandbox end with it', async () => {
    app = await startTestApp({ hub: { spaces: { python: 'none' } } });
    await app.call.recipes.save({ name: '  Small questions ', config: exampleConfig });
    await app.call.recipes.keepDraft({ config: exampleConfig });
    await app.call.sandbox.enter();
    expect(await app.call.recipes.list()).toEqual([]);
    expect(await app.call.recipes.draft()).toBeNull();
    await app.call.recipes.save({ name: 'passing', config: exampleConfig });
    await app.call.recipes.keepDraft({ config: { ...exampleConfig, name: 'passing' } });
    await app.call.sandbox.leave();
    const { folder } = app;
    await app.app.dispose();
    await app.hub.close();
    app = await startTestApp({ hub: { spaces: { python: 'none' } }, folder });
    expect((await app.call.recipes.list()).map(({ name }) => name)).toEqual(['Small questions']);
    expect(await app.call.recipes.draft()).toEqual(exampleConfig);
    await app.call.recipes.remove({ name: 'Small questions' });
    expect(await app.call.recipes.list()).toEqual([]);
  });
});

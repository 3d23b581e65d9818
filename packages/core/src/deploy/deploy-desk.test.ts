import { expect, it } from 'vitest';
import { aConfig, aDesk, aHub, isOver, sent, until } from './deploy-desk.fixture.ts';

const creation = /^\/api\/repos\/create$/;
const one = '11111111-1111-4111-8111-111111111111';

it('takes a model all the way to an app that was asked and has answered', async () => {
  const hub = await aHub();
  const desk = await aDesk(hub);
  const begun = await desk.start({ deployment: one, config: aConfig, secrets: {} });
  expect(begun).toMatchObject({ id: one, state: 'working', following: 'live' });
  const done = await until(desk, one, isOver);
  expect(done).toMatchObject({ state: 'ready', failure: null, stage: 'RUNNING', usdPerHour: 0, following: 'no' });
  expect(done.space).toMatchObject({ id: 'sandy/pools', appUrl: expect.stringMatching(/^http:\/\/127/) });
  expect(done.steps.map(({ step, state }) => `${step} ${state}`)).toEqual(['repo done', 'commit done', 'build done', 'start done', 'question done', 'ready done']);
  expect(done.asked).toMatchObject({ question: aConfig.question, answer: expect.stringMatching(/little model|tide/) });
  expect(sent(hub, 'POST', creation)).toBe(1);
});

import { expect, it } from 'vitest';
import { aDeployment } from '../../api/a-deployment.fixture.ts';
import { deploymentNews, type SeenDeployments } from './deployment-news.ts';

const early = Date.parse('2025-01-01T00:00:00Z');
const late = Date.parse('2027-01-01T00:00:00Z');
const at = (minute: number) => `2026-01-01T00:${String(minute).padStart(2, '0')}:00.000Z`;

it('tells once that a deployment is ready, and tells of a second failure again', () => {
  const seen: SeenDeployments = new Map();
  const titles = (deployment: ReturnType<typeof aDeployment>) =>
    deploymentNews([deployment, deployment], seen, early).map(({ title }) => title);
  expect(titles(aDeployment())).toEqual([]);
  expect(titles(aDeployment({ state: 'failed', updatedAt: at(1) }))).toEqual(['Tiny Llama could not be deployed']);
  expect(titles(aDeployment({ updatedAt: at(2) }))).toEqual([]);
  // What the list said before it was tried again comes late.
  expect(titles(aDeployment({ state: 'failed', updatedAt: at(1) }))).toEqual([]);
  expect(titles(aDeployment({ state: 'failed', updatedAt: at(3) }))).toEqual(['Tiny Llama could not be deployed']);
  expect(titles(aDeployment({ updatedAt: at(4) }))).toEqual([]);
  expect(titles(aDeployment({ state: 'ready', updatedAt: at(5) }))).toEqual(['Tiny Llama is ready']);
});

it('tells nothing of what was over before, and tells of what ended between two looks', () => {
  const over = aDeployment({ state: 'ready' });
  expect(deploymentNews([over], new Map(), late)).toEqual([]);
  expect(deploymentNews([over], new Map(), early)).toHaveLength(1);
});

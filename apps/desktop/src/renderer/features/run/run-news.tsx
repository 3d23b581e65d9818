import type { Run } from '@hubdesk/shared/train/run';
import { SpokenNews } from '../../ui/spoken-news.tsx';
import { phaseWords, stateWords } from './run-words.ts';

/** Tells screen readers how a run stands when that changes; steps at each quarter only. */
export function RunNews({ run }: { run: Run }) {
  const { progress, phases } = run;
  const now = phases.find(({ state }) => state === 'now');
  const quarter = progress && progress.maxSteps > 0 ? Math.floor((progress.step / progress.maxSteps) * 4) * 25 : 0;
  const news = `${stateWords(run)}${now && run.state === 'running' ? `: ${phaseWords[now.phase]}` : ''}${
    now?.phase === 'training' && quarter > 0 ? `, ${quarter} percent` : ''
  }`;
  return <SpokenNews news={news} />;
}

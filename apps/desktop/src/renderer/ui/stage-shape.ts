import { stageWords, type StageTone } from '@hubdesk/shared/spaces/stages';
import type { StatusShape } from './status-dot.tsx';

const shapes: Record<StageTone, StatusShape> = {
  good: 'on',
  busy: 'half',
  idle: 'off',
  bad: 'attention',
  unknown: 'off',
};

/** What a Space's stage looks like beside its words. */
export function stageShape(stage: string): StatusShape {
  return shapes[stageWords(stage).tone];
}

import type { Deployment } from '@hubdesk/shared/spaces/deployment';
import { stageWords } from '@hubdesk/shared/spaces/stages';

/** What there is to say of a step; the Hub's stage in our words. */
export function stepDetail({ detail }: Pick<Deployment['steps'][number], 'detail'>): string | null {
  return detail !== null && /^[A-Z]+(_[A-Z]+)*$/.test(detail) ? stageWords(detail).label : detail;
}

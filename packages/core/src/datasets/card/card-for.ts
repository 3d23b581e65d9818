// The card (README.md) that goes up with a dataset: with a head from which the
// Hub and `datasets` know its splits, and a text for people. Pure; asks nobody.
import type { CardAnswers } from '@hubdesk/shared/datasets/dataset';
import { cardBody } from './card-body.ts';
import { cardHead } from './card-head.ts';
import { joinCard, splitCard } from './card-parts.ts';
import type { DraftDescription } from './draft-description.ts';

export interface CardWish {
  /** `namespace/name`. */
  repo: string;
  answers: CardAnswers;
  description: DraftDescription;
  /** The README.md that is in the repository, or null. */
  existing: string | null;
}

/** The whole text, and what a person should know of it before it goes up. */
export function cardFor({ repo, answers, description, existing }: CardWish): { text: string; warnings: string[] } {
  const there = existing === null ? null : splitCard(existing);
  const head = cardHead(there?.head ?? null, answers, description);
  const body = cardBody(repo, there?.body ?? null, answers, description);
  return {
    text: joinCard({ head: head.head, body: body.body, lineBreak: there?.lineBreak ?? '\n' }),
    warnings: [...head.warnings, ...body.warnings],
  };
}

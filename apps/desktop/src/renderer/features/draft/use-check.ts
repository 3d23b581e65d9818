// The check of a draft, read while its page shows. The host answers from memory
// when nothing changed, so asking again costs nothing.
import type { CheckItem } from '@hubdesk/shared/datasets/check-report';
import type { Draft } from '@hubdesk/shared/datasets/draft';
import { client } from '../../api/client.ts';
import { useStream } from './use-stream.ts';

export function useCheck(draft: Draft | undefined) {
  const id = draft?.id ?? '';
  const { value, phase, failure, stop, start } = useStream<CheckItem, CheckItem>({
    key: draft ? JSON.stringify([id, draft.arriving === null, draft.plan, draft.edits]) : null,
    open: (signal) => client.drafts.check({ draft: id }, { signal }),
    fold: (_before, item) => item,
    isDone: ({ done }) => done,
  });
  return {
    item: value,
    report: value?.report ?? null,
    phase,
    failure,
    stop,
    again: () => start((signal) => client.drafts.check({ draft: id, again: true }, { signal })),
    retry: () => start(),
  };
}
export type Check = ReturnType<typeof useCheck>;

// Questions to the running app, and its answers as they grow; a private one is
// asked as well, with the token of the account.
import { useCallback } from 'react';
import type { SpaceDetails } from '@hubdesk/shared/spaces/space';
import { stageWords } from '@hubdesk/shared/spaces/stages';
import { client } from '../../api/client.ts';
import { explain } from '../../api/explain.ts';
import { useAsking } from '../../api/use-asking.ts';
import { AskField } from '../../ui/ask-field.tsx';
import { ExchangeList } from '../../ui/exchange-list.tsx';

export function AskPart({ details }: { details: SpaceDetails }) {
  const { id, model, runtime, title } = details;
  const open = useCallback(
    (question: string, signal: AbortSignal) => client.spaces.ask({ space: id, question }, { signal }),
    [id],
  );
  const { asked, isAnswering, ask, stop } = useAsking(open);
  const words = stageWords(runtime.stage);
  const speaker = model ? model.id.slice(model.id.indexOf('/') + 1) : (title ?? id.slice(id.indexOf('/') + 1));
  if (!words.up && asked.length === 0) return null;
  return (
    <section data-ask aria-labelledby="space-ask" className="flex min-h-0 min-w-0 flex-col gap-3">
      <div className="grid gap-0.5">
        <h2 id="space-ask" className="text-base font-semibold text-ink">
          Ask it
        </h2>
        <p className="text-sm text-ink-2">
          {words.up ? 'As a program would ask, through its own interface.' : 'It can be asked once it is up.'}
        </p>
      </div>
      {asked.length > 0 && (
        <div className="grid gap-5 rounded-lg border border-line-strong bg-surface p-4">
          <ExchangeList speaker={speaker} exchanges={asked} explain={explain} isAnswering={isAnswering} onAsk={ask} />
        </div>
      )}
      {(words.up || isAnswering) && (
        <AskField
          label="Question"
          placeholder={asked.length === 0 ? 'Ask something' : 'Ask something else'}
          isAnswering={isAnswering}
          onAsk={ask}
          onStop={stop}
        />
      )}
    </section>
  );
}

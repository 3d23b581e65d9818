// The question that shows whether it answers, with its answer; and then any
// other, right here.
import { useCallback } from 'react';
import type { Deployment } from '@hubdesk/shared/spaces/deployment';
import { client } from '../../api/client.ts';
import { explain } from '../../api/explain.ts';
import { useAsking } from '../../api/use-asking.ts';
import { AskField } from '../../ui/ask-field.tsx';
import { ExchangeList } from '../../ui/exchange-list.tsx';
import { Exchange } from '../../ui/exchange.tsx';

export function QuestionsPart({ deployment }: { deployment: Deployment }) {
  const { id, config, state, asked, steps } = deployment;
  const open = useCallback(
    (question: string, signal: AbortSignal) => client.deployments.ask({ deployment: id, question }, { signal }),
    [id],
  );
  const more = useAsking(open);
  if (config.kind === 'static') return null;
  const isBeingAsked = steps.some(({ step, state: now }) => step === 'question' && now === 'now');
  if (!asked && !isBeingAsked && state !== 'ready' && more.asked.length === 0) return null;
  const speaker = config.model === null ? config.name : config.model.slice(config.model.indexOf('/') + 1);
  return (
    <section aria-labelledby="deployment-questions" className="grid gap-3">
      <h2 id="deployment-questions" className="text-base font-semibold text-ink">
        {state === 'ready' ? 'Ask it' : 'The question'}
      </h2>
      <div className="grid gap-6 rounded-lg border border-line-strong bg-surface p-4 rail:p-5">
        {(asked || isBeingAsked) && (
          <Exchange
            asked={askedWords[config.template]}
            speaker={speaker}
            question={asked && !isBeingAsked ? asked.question : config.question}
            answer={isBeingAsked ? '' : (asked?.answer ?? '')}
            state={isBeingAsked ? 'answering' : 'done'}
            tookMs={asked?.tookMs ?? null}
          />
        )}
        <ExchangeList
          asked={askedWords[config.template]}
          speaker={speaker}
          exchanges={more.asked}
          explain={explain}
          isAnswering={more.isAnswering}
          onAsk={more.ask}
        />
        {state === 'ready' && (
          <div className="grid gap-1.5">
            <AskField
              label="Another question"
              placeholder={placeholders[config.template]}
              isAnswering={more.isAnswering}
              onAsk={more.ask}
              onStop={more.stop}
            />
            <p className="px-1 text-xs text-ink-3">
              {config.kind === 'zero-gpu'
                ? 'Each question stands alone, and uses some of your GPU time of today.'
                : 'Each question stands alone; it does not know the ones before.'}
            </p>
          </div>
        )}
      </div>
    </section>
  );
}

const askedWords = {
  chat: 'Asked',
  completion: 'Given',
  embeddings: 'Given',
  classification: 'Given',
  folder: 'Asked',
};

const placeholders = {
  chat: 'Ask something else',
  completion: 'The beginning of a text, for it to go on with',
  embeddings: 'One text a line',
  classification: 'A text to judge',
  folder: 'Ask something else',
};

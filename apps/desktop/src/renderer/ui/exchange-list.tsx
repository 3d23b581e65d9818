// Questions with their answers, one below the other: each that failed says why
// and can be asked again. The end of an answer is told to screen readers.
import { ErrorNotice, type ErrorNoticeProps } from './error-notice.tsx';
import { Exchange, type ExchangeProps } from './exchange.tsx';
import { SpokenNews } from './spoken-news.tsx';

interface Exchanged<F> extends Pick<ExchangeProps, 'question' | 'answer' | 'state' | 'tookMs'> {
  id: number;
  failure: F | null;
}

export interface ExchangeListProps<F> extends Pick<ExchangeProps, 'asked' | 'speaker'> {
  exchanges: readonly Exchanged<F>[];
  explain: (failure: F) => ErrorNoticeProps['explanation'];
  isAnswering: boolean;
  onAsk: (question: string) => void;
}

export function ExchangeList<F>({ exchanges, explain, isAnswering, onAsk, ...who }: ExchangeListProps<F>) {
  const last = exchanges.at(-1);
  return (
    <>
      {exchanges.map(({ id, failure, ...exchange }) => (
        <div key={id} className="border-t border-line pt-6 first:border-t-0 first:pt-0">
          <Exchange {...who} {...exchange}>
            {failure !== null && (
              <ErrorNotice
                className="mt-2"
                explanation={explain(failure)}
                onRetry={() => onAsk(exchange.question)}
                retrying={isAnswering}
              />
            )}
          </Exchange>
        </div>
      ))}
      {/* One that failed announces itself. */}
      <SpokenNews
        news={
          last?.state === 'done'
            ? `${who.speaker} answers: ${last.answer}`
            : last?.state === 'stopped'
              ? 'The answer was stopped'
              : ''
        }
      />
    </>
  );
}

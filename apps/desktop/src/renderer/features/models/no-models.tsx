// An empty list: why, and the one press that fills it again.
import { SearchX, Star } from 'lucide-react';
import { useMemo } from 'react';
import type { ModelIndex } from '@hubdesk/shared/models/model-index';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { formatPlural } from '../../ui/format-count.ts';
import { noFilters, type ModelsSearchChange } from './active-filters.ts';
import type { Sought } from './find-models.ts';
import { relaxations } from './relaxations.ts';
import { visibleText } from '../../ui/visible-text.ts';

export interface NoModelsProps {
  index: ModelIndex;
  sought: Sought;
  loading: boolean;
  onChange: (change: ModelsSearchChange) => void;
  onClearText: () => void;
}

const drawing = { className: 'size-8', strokeWidth: 1.25 };

export function NoModels({ index, sought, loading, onChange, onClearText }: NoModelsProps) {
  const { text, search, only } = sought;
  const proposals = useMemo(() => relaxations(index, sought).slice(0, 4), [index, sought]);
  if (only !== null && only.length === 0) {
    return (
      <EmptyState
        drawing={<Star {...drawing} />}
        title={search.show === 'recent' ? 'No model used yet' : 'No favourite yet'}
        action={<Button onClick={() => onChange({ show: undefined })}>See all models</Button>}
      >
        {search.show === 'recent'
          ? 'Models you choose are kept here, the latest first.'
          : 'Mark a model with its star, or with F while it is the one in the list, and it is kept here.'}
      </EmptyState>
    );
  }
  const startOver = () => {
    onClearText();
    onChange({ ...noFilters, q: undefined, show: undefined });
  };
  return (
    <EmptyState
      drawing={<SearchX {...drawing} />}
      title={text.trim() === '' ? 'No model is like that' : `No model for “${visibleText(text.trim())}”`}
      action={
        proposals.length === 0 ? (
          <Button onClick={startOver}>Start over</Button>
        ) : (
          proposals.map(({ label, count, change, clearsText }) => (
            <Button
              key={label}
              size="small"
              onClick={() => {
                if (clearsText) onClearText();
                onChange(change);
              }}
            >
              {label}
              <span className="text-ink-3 tabular-nums">{formatPlural(count, 'model')}</span>
            </Button>
          ))
        )
      }
    >
      {loading
        ? 'Not among those loaded so far; more are coming.'
        : proposals.length === 0
          ? 'Try fewer or other words. One slip a word is forgiven, two are not.'
          : 'Each of these would bring some:'}
    </EmptyState>
  );
}

// Another model for a Space that reads which one from its variable. Changes that
// and what its card says, and no line of its code.
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { SpaceDetails } from '@hubdesk/shared/spaces/space';
import { orpc } from '../../api/client.ts';
import { explain } from '../../api/explain.ts';
import { toFailure } from '../../api/failure.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { isModelId } from '../../ui/model-id.ts';
import { Setting } from '../../ui/setting.tsx';
import { SuggestField } from '../../ui/suggest-field.tsx';
import { toast } from '../../ui/toast.tsx';
import { visibleText } from '../../ui/visible-text.ts';

const mostSuggestions = 30;

export function ModelSetting({ details: { id, model, forbids } }: { details: SpaceDetails }) {
  const [typed, setTyped] = useState<string | null>(null);
  const canSwap = model !== null && model.swappable && forbids.write === null;
  const { data: mine = [] } = useQuery(orpc.models.mine.queryOptions({ enabled: canSwap }));
  const { data: preferences } = useQuery(orpc.preferences.get.queryOptions({ enabled: canSwap }));
  const swap = useMutation(
    orpc.spaces.swapModel.mutationOptions({
      onSuccess: (_none, { model: next }) => {
        setTyped(null);
        toast(`It answers with ${next} once it is up again`);
      },
    }),
  );
  if (model === null) return null;
  const text = typed ?? model.id;
  const next = text.trim();
  const isOther = next !== model.id && isModelId(next);
  const suggestions = [
    ...new Set([
      ...mine.map((each) => each.id),
      ...(preferences?.recentModels ?? []),
      ...(preferences?.favouriteModels ?? []),
    ]),
  ].slice(0, mostSuggestions);
  return (
    <Setting
      title="Model"
      text={
        forbids.write !== null
          ? 'What it answers with, as its card or its variables say.'
          : model.swappable
            ? 'Another one changes the variable MODEL_ID and the models in README.md, and nothing else of its files. The Space restarts and loads it.'
            : 'Its app does not read which model from a variable: another one takes a change of its code.'
      }
    >
      {canSwap ? (
        // No form: Enter in the field takes what is suggested, and must not restart the Space.
        <div className="grid w-full max-w-136 gap-3">
          <SuggestField
            label="Model"
            placeholder="maker/model"
            value={text}
            onChange={(value) => {
              swap.reset();
              setTyped(value);
            }}
            onCommit={(value) => setTyped(value.trim() === '' ? null : value)}
            suggestions={suggestions}
            hintOf={(each) => (mine.some(({ id: own }) => own === each) ? 'yours' : undefined)}
            error={
              next !== '' && !isModelId(next) ? 'A model is named maker/model, such as Qwen/Qwen3-0.6B.' : undefined
            }
          />
          {isOther && (
            <div className="flex flex-wrap items-center gap-2">
              <Button
                variant="primary"
                loading={swap.isPending}
                onClick={() => swap.mutate({ space: id, model: next })}
              >
                Swap and restart
              </Button>
              <Button variant="quiet" onClick={() => setTyped(null)}>
                Keep {visibleText(model.id)}
              </Button>
            </div>
          )}
        </div>
      ) : (
        <p className="text-ink">
          <Link
            to="/models"
            search={{ model: model.id }}
            className="text-accent-text underline decoration-accent-line underline-offset-3 hover:decoration-current"
          >
            {visibleText(model.id)}
          </Link>
        </p>
      )}
      {swap.error && <ErrorNotice explanation={explain(toFailure(swap.error))} />}
    </Setting>
  );
}

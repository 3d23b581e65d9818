// Choosing where tokens are kept. What is not possible here is shown with the
// reason; what there is already is moved, not lost.
import { Radio } from '@base-ui/react/radio';
import { RadioGroup } from '@base-ui/react/radio-group';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import type { SecretsStatus } from '@hubdesk/shared/contract/secrets';
import { orpc } from '../../api/client.ts';
import { explain } from '../../api/explain.ts';
import { toFailure } from '../../api/failure.ts';
import { Button } from '../../ui/button.tsx';
import { cx } from '../../ui/cx.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { toast } from '../../ui/toast.tsx';
import { activeOption, type StoreOption, storeOptions } from './store-options.ts';

const shortestPassphrase = 8;

/** The form takes the place of the button that was pressed. */
function focusChosen(form: HTMLFormElement | null) {
  form?.querySelector<HTMLElement>('[role="radio"][aria-checked="true"]')?.focus();
}

export interface StoreChooserProps {
  status: SecretsStatus;
  onDone: () => void;
  onCancel?: () => void;
}

export function StoreChooser({ status, onDone, onCancel }: StoreChooserProps) {
  const id = useId();
  const queryClient = useQueryClient();
  const [option, setOption] = useState<StoreOption>(activeOption(status));
  const [passphrase, setPassphrase] = useState('');
  const [repeated, setRepeated] = useState('');
  const choose = useMutation(
    orpc.secrets.choose.mutationOptions({
      onSuccess: (next) => {
        setPassphrase('');
        setRepeated('');
        queryClient.setQueryData(orpc.secrets.status.queryKey(), next);
        toast(`Tokens are kept here now: ${storeOptions[activeOption(next)].name.toLowerCase()}`);
        onDone();
      },
    }),
  );
  const wantsPassphrase = option === 'file-passphrase';
  const tooShort = passphrase !== '' && passphrase.length < shortestPassphrase;
  const differs = repeated !== '' && repeated !== passphrase;
  const complete = !wantsPassphrase || (passphrase.length >= shortestPassphrase && repeated === passphrase);

  function save() {
    if (!complete) return;
    choose.mutate({
      store: storeOptions[option].store,
      ...(wantsPassphrase && { fileMode: 'passphrase', passphrase }),
      ...(option === 'file-key' && { fileMode: 'local-key' }),
    });
  }

  function submit(event: FormEvent) {
    event.preventDefault();
    save();
  }

  return (
    <form ref={focusChosen} onSubmit={submit} className="grid gap-4" noValidate>
      <RadioGroup<StoreOption>
        aria-label="Where tokens are kept"
        value={option}
        onValueChange={setOption}
        disabled={choose.isPending}
        className="grid divide-y divide-line rounded-lg border border-line bg-surface"
      >
        {(Object.keys(storeOptions) as StoreOption[]).map((each) => {
          const { store, name, meaning } = storeOptions[each];
          const row = status.stores.find(({ kind }) => kind === store);
          const available = row?.available ?? false;
          return (
            // oxlint-disable-next-line jsx-a11y/label-has-associated-control -- the radio inside is Base UI's, which the rule cannot see
            <label key={each} className={cx('flex gap-3 p-4', available ? 'cursor-pointer' : 'cursor-not-allowed')}>
              <Radio.Root
                value={each}
                disabled={!available}
                aria-labelledby={`${id}-${each}`}
                aria-describedby={`${id}-${each}-meaning`}
                className="mt-0.5 grid size-4.5 shrink-0 place-items-center rounded-full border border-edge bg-surface data-checked:border-accent data-disabled:opacity-50"
              >
                <Radio.Indicator className="size-2.5 rounded-full bg-accent" />
              </Radio.Root>
              <span className="grid gap-0.5">
                <span id={`${id}-${each}`} className={cx('font-medium', available ? 'text-ink' : 'text-ink-3')}>
                  {name}
                </span>
                <span id={`${id}-${each}-meaning`} className="text-sm text-ink-3">
                  {available ? meaning : (row?.reason ?? 'Not possible on this computer.')}
                </span>
              </span>
            </label>
          );
        })}
      </RadioGroup>
      {wantsPassphrase && (
        <div className="grid gap-3">
          <TextField
            label="Passphrase"
            type="password"
            autoComplete="new-password"
            value={passphrase}
            onChange={(event) => setPassphrase(event.target.value)}
            hint={tooShort ? undefined : 'Several unrelated words are easiest to remember and hardest to guess.'}
            error={tooShort ? `At least ${shortestPassphrase} characters.` : undefined}
          />
          <TextField
            label="Passphrase again"
            type="password"
            autoComplete="new-password"
            value={repeated}
            onChange={(event) => setRepeated(event.target.value)}
            error={differs ? 'The two are not the same yet.' : undefined}
          />
        </div>
      )}
      {choose.isError && <ErrorNotice explanation={explain(toFailure(choose.error))} onRetry={save} />}
      <div className="flex flex-wrap gap-2">
        <Button
          type="submit"
          variant="primary"
          disabled={!complete}
          loading={choose.isPending}
          loadingLabel="Moving what there is"
        >
          Keep tokens there
        </Button>
        {onCancel && (
          <Button variant="quiet" onClick={onCancel}>
            Leave it as it is
          </Button>
        )}
      </div>
    </form>
  );
}

// When a job ends whatever it does, and so what it can cost at most.
import { useState } from 'react';
import { formatUsd } from '../../ui/format-usd.ts';
import { readDuration, writeDuration } from '../../ui/read-duration.ts';
import { TextField } from '../../ui/text-field.tsx';
import type { DeployForm } from './use-deploy-form.ts';

const label = 'Ends after';

export function DeadlineField({ form: { config, set, type, typed, worstUsd } }: { form: DeployForm }) {
  const [text, setText] = useState<string | null>(null);
  const problem = typed[label]?.problem;
  return (
    <TextField
      label={label}
      autoComplete="off"
      inputClassName="tabular-nums"
      value={text ?? writeDuration(config.timeoutSeconds)}
      error={problem === undefined ? undefined : `This ${problem}`}
      hint={
        worstUsd === null
          ? 'The Hub stops it then, asked or not.'
          : `The Hub stops it then: at most ${formatUsd(worstUsd)} in all.`
      }
      onChange={(event) => {
        const next = event.target.value;
        setText(next);
        const seconds = readDuration(next);
        const wrong = deadlineProblem(seconds);
        type(label, 'where', wrong);
        if (seconds !== null && wrong === null) set({ timeoutSeconds: seconds });
      }}
      onBlur={() => problem === undefined && setText(null)}
    />
  );
}

function deadlineProblem(seconds: number | null): string | null {
  if (seconds === null) return 'is not a time. Write “90 min” or “2 h”.';
  if (seconds < 60) return 'must be at least one minute.';
  return seconds > 7 * 86_400 ? 'must be at most seven days.' : null;
}

// When the Hub stops the run at the latest, and so what it can cost at most.
import { Button } from '../../ui/button.tsx';
import { formatUsd } from '../../ui/format-usd.ts';
import { HelpTip } from '../../ui/help-tip.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { timeoutProblem } from './check-config.ts';
import { readDuration, writeDuration } from '../../ui/read-duration.ts';
import type { TrainForm } from './use-train-form.ts';

export function TimeoutField({ form }: { form: TrainForm }) {
  const { config, typed, type, decide, follow, time, worst, flavor, proposedTimeout } = form;
  const text = typed.timeout ?? writeDuration(config.timeoutSeconds);
  const read = readDuration(text);
  const problem = read === null ? 'is not a time. Write “90 min” or “2 h”.' : timeoutProblem(read);
  const proposed = proposedTimeout !== null && proposedTimeout !== config.timeoutSeconds ? proposedTimeout : null;
  return (
    <div className="grid content-start gap-2">
      <TextField
        label="Stop after"
        labelEnd={
          <HelpTip question="Why a timeout?">
            <p>
              The Hub stops the run then, finished or not. It is what keeps a mistake from costing more than you meant,
              so the price on the button is worked out from it.
            </p>
            <p className="mt-2">With checkpoints kept, a run that was stopped can go on from the last one.</p>
          </HelpTip>
        }
        autoComplete="off"
        inputClassName="tabular-nums"
        value={text}
        error={problem === null ? undefined : `This ${problem}`}
        hint={
          worst === null
            ? flavor && flavor.usdPerMinute === null
              ? 'The Hub names no price for this hardware, so nobody can say what it costs at most.'
              : undefined
            : `At most ${formatUsd(worst)} in all.`
        }
        onChange={(event) => {
          const next = event.target.value;
          type('timeout', next);
          const seconds = readDuration(next);
          if (seconds !== null && timeoutProblem(seconds) === null) decide('timeout', { timeoutSeconds: seconds });
        }}
        onBlur={() => problem === null && type('timeout', null)}
        after={
          proposed !== null && (
            <Button
              variant="quiet"
              onClick={() => {
                type('timeout', null);
                follow('timeout');
              }}
            >
              Take {writeDuration(proposed)}
            </Button>
          )
        }
      />
      {time && <p className="text-sm text-ink-2">{time.sentence}</p>}
    </div>
  );
}

// What the machine does while it trains: cards, processor and memory.
import { useCallback } from 'react';
import type { Run } from '@hubdesk/shared/train/run';
import { client } from '../../api/client.ts';
import { followStream } from '../../api/follow-stream.ts';
import { MachineGauges } from '../../ui/charts/machine-gauges.tsx';
import { type TellSamples, useMachine } from '../../ui/charts/use-machine.ts';
import { formatByteRate } from '../../ui/format-bytes.ts';
import { isLive } from './run-clock.ts';

export function MachinePart({ run }: { run: Run }) {
  const live = isLive(run);
  const machine = useMachine(
    useCallback(
      (tell: TellSamples, signal: AbortSignal) =>
        followStream({
          open: (wanted) => {
            tell(null);
            return client.runs.machine({ run: run.id }, { signal: wanted });
          },
          onItem: ({ samples }) => tell(samples),
          isOver: () => !live,
          signal,
        }),
      [run.id, live],
    ),
  );
  const { latest } = machine;
  return (
    <section aria-labelledby="machine" className="grid gap-3">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <h2 id="machine" className="text-base font-semibold text-ink">
          Machine
        </h2>
        {live && latest && latest.receivedBytesPerSecond !== null && (
          <p className="text-sm text-ink-3 tabular-nums">
            {formatByteRate(latest.receivedBytesPerSecond)} in
            {latest.sentBytesPerSecond !== null && `, ${formatByteRate(latest.sentBytesPerSecond)} out`}
          </p>
        )}
      </div>
      {latest ? (
        <MachineGauges machine={machine} latest={latest} />
      ) : (
        <p className="text-sm text-ink-3">{absentWords(run)}</p>
      )}
    </section>
  );
}

function absentWords({ state }: Run): string {
  if (state === 'running') return 'The machine has told nothing yet; the first look comes within some seconds.';
  if (state === 'launching' || state === 'scheduling') return 'Shows here once the job runs on a machine.';
  return 'The machine is gone, and what it did was not seen from here. The Hub keeps no record of it.';
}

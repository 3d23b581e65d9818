import { useCallback } from 'react';
import type { SpaceDetails } from '@hubdesk/shared/spaces/space';
import { stageWords } from '@hubdesk/shared/spaces/stages';
import { client } from '../../api/client.ts';
import { followStream } from '../../api/follow-stream.ts';
import { MachineGauges } from '../../ui/charts/machine-gauges.tsx';
import { type TellSamples, useMachine } from '../../ui/charts/use-machine.ts';
import { formatByteRate } from '../../ui/format-bytes.ts';

/** What the machine of a Space does while it runs. */
export function MachineLog({ details: { id, runtime } }: { details: SpaceDetails }) {
  const isUp = stageWords(runtime.stage).up;
  const machine = useMachine(
    useCallback(
      async (tell: TellSamples, signal: AbortSignal) => {
        if (!isUp) return;
        await followStream({
          open: (wanted) => {
            tell(null);
            return client.spaces.machine({ space: id }, { signal: wanted });
          },
          onItem: ({ samples }) => tell(samples),
          signal,
        });
      },
      [id, isUp],
    ),
  );
  const { latest } = machine;
  if (!latest) {
    return (
      <p className="text-ink-2">
        {isUp
          ? 'The machine has told nothing yet; the first look comes within some seconds.'
          : 'It is on no machine now. What one does shows here while the app is up.'}
      </p>
    );
  }
  return (
    <div className="grid max-w-240 gap-3">
      {latest.receivedBytesPerSecond !== null && (
        <p className="text-sm text-ink-3 tabular-nums">
          {formatByteRate(latest.receivedBytesPerSecond)} in
          {latest.sentBytesPerSecond !== null && `, ${formatByteRate(latest.sentBytesPerSecond)} out`}
        </p>
      )}
      <MachineGauges machine={machine} latest={latest} />
    </div>
  );
}

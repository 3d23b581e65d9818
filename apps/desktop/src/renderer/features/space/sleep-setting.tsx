import { useMutation } from '@tanstack/react-query';
import type { SpaceDetails } from '@hubdesk/shared/spaces/space';
import { orpc } from '../../api/client.ts';
import { explain } from '../../api/explain.ts';
import { toFailure } from '../../api/failure.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { writeDuration } from '../../ui/read-duration.ts';
import { Select } from '../../ui/select.tsx';
import { Setting } from '../../ui/setting.tsx';
import { toast } from '../../ui/toast.tsx';
import { monthWords } from './space-words.ts';
import { usePutRuntime } from './use-put-runtime.ts';

const times = [300, 900, 1_800, 3_600, 14_400, 36_000, 86_400, 259_200, 604_800];
const never = 'never';

/** How long a Space on paid hardware waits for a visitor; the free ones sleep by the Hub's own rule. */
export function SleepSetting({ details }: { details: SpaceDetails }) {
  const { id, runtime, forbids, usdPerHour } = details;
  const { sleepSeconds } = runtime;
  const put = usePutRuntime(id);
  const set = useMutation(
    orpc.spaces.setSleep.mutationOptions({
      onSuccess: (next) => {
        put(next);
        toast('Its sleep time is changed. It goes on as it is');
      },
    }),
  );
  const reason = forbids.write ?? forbids.sleep;
  const costs = usdPerHour !== null && usdPerHour > 0;
  const all =
    sleepSeconds === null || times.includes(sleepSeconds) ? times : [...times, sleepSeconds].sort((a, b) => a - b);
  return (
    <Setting
      title="Sleep"
      text={
        reason ??
        (sleepSeconds === null && costs
          ? `It never sleeps by itself: ${monthWords(usdPerHour)}.`
          : 'A Space that sleeps costs nothing. The next visitor wakes it, and waits for that.')
      }
    >
      <Select
        label="Sleep time"
        hideLabel
        className="w-72"
        disabled={reason !== null || set.isPending}
        options={[
          ...all.map((seconds) => ({
            value: String(seconds),
            label: `After ${writeDuration(seconds)} without a visitor`,
          })),
          { value: never, label: 'Never', ...(costs && { hint: monthWords(usdPerHour) }) },
        ]}
        value={sleepSeconds === null ? never : String(sleepSeconds)}
        onChange={(next) => set.mutate({ space: id, seconds: next === never ? null : Number(next) })}
      />
      {set.error && <ErrorNotice explanation={explain(toFailure(set.error))} />}
    </Setting>
  );
}

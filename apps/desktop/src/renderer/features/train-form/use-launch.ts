// Starting a run, once for each click. The id is made with the click and kept for
// as long as nobody knows whether the host has heard of it.
import { useMutation } from '@tanstack/react-query';
import { useRef } from 'react';
import type { Run } from '@hubdesk/shared/train/run';
import type { RunConfig } from '@hubdesk/shared/train/run-config';
import { client, orpc } from '../../api/client.ts';
import { mayHaveHappened } from '../../api/may-have-happened.ts';
import { runPreflight } from './use-preflight.ts';

export interface Launch {
  kind: 'train' | 'smoke';
  config: RunConfig;
  secrets: Record<string, string>;
  resumeFrom: string | null;
}

/** A check that stops the launch, found at the last moment; its `cause` is which. */
export class LaunchStopped extends Error {
  override readonly name = 'LaunchStopped';
}

export function useLaunch(onLaunched: (run: Run, launch: Launch) => void) {
  const open = useRef<{ id: string; of: string } | null>(null);
  const mutation = useMutation({
    mutationKey: orpc.runs.launch.mutationKey(),
    // What was sent has secrets in it.
    gcTime: 0,
    mutationFn: async (launch: Launch) => {
      const { kind, config, secrets, resumeFrom } = launch;
      const of = JSON.stringify([kind, config, resumeFrom]);
      if (open.current?.of !== of) {
        const preflight = await runPreflight(config, kind, AbortSignal.timeout(120_000));
        const stop = preflight?.checks.find(({ state }) => state === 'stops');
        if (stop) throw new LaunchStopped(stop.finding, { cause: stop.id });
        open.current = { id: crypto.randomUUID(), of };
      }
      try {
        return await client.runs.launch({ run: open.current.id, kind, config, secrets, resumeFrom });
      } catch (caught) {
        if (!mayHaveHappened(caught)) open.current = null;
        throw caught;
      }
    },
    onSuccess: (run, launch) => {
      open.current = null;
      onLaunched(run, launch);
    },
  });
  return {
    launch: mutation.mutate,
    /** The one that is under way. */
    launching: mutation.isPending ? mutation.variables.kind : null,
    error: mutation.error,
    /** The same again, under the same id. */
    retry: () => mutation.variables && mutation.mutate(mutation.variables),
  };
}

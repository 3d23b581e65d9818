// The chat's settings as they are being changed: what is on the screen at once,
// on disk shortly after. Leaving the page writes what is left.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { Preferences } from '@hubdesk/shared/contract/preferences';
import type { Failure } from '@hubdesk/shared/errors';
import { orpc } from '../../api/client.ts';
import { toFailure } from '../../api/failure.ts';

const quietMs = 500;

export type ChatChoices = Preferences['chat'];

export const modelsOwnChoices: ChatChoices = { system: '', temperature: null, maxTokens: null };

export interface ChatSettings {
  choices: ChatChoices;
  change: (part: Partial<ChatChoices>) => void;
  reset: () => void;
  /** The last attempt to write them failed; what is on the screen is still used. */
  failure: Failure | null;
  retry: () => void;
}

export function useChatSettings(): ChatSettings {
  const queryClient = useQueryClient();
  const { data: kept } = useQuery(orpc.preferences.get.queryOptions({ select: ({ chat }) => chat }));
  const [edited, setEdited] = useState<ChatChoices | null>(null);
  const choices = edited ?? kept ?? modelsOwnChoices;
  const { mutate, error } = useMutation(
    orpc.preferences.set.mutationOptions({
      onSuccess: (preferences, { chat }) => {
        queryClient.setQueryData(orpc.preferences.get.queryKey(), preferences);
        // What was typed meanwhile is still to be written.
        setEdited((now) => (now === chat ? null : now));
      },
    }),
  );

  const unsaved = useRef<ChatChoices>(null);
  useEffect(() => {
    unsaved.current = edited;
    if (edited === null) return;
    const timer = setTimeout(() => {
      unsaved.current = null;
      mutate({ chat: edited });
    }, quietMs);
    return () => clearTimeout(timer);
  }, [edited, mutate]);
  useEffect(
    () => () => {
      if (unsaved.current) mutate({ chat: unsaved.current });
    },
    [mutate],
  );

  return {
    choices,
    change: (part) => setEdited({ ...choices, ...part }),
    reset: () => setEdited(modelsOwnChoices),
    failure: error === null ? null : toFailure(error),
    retry: () => mutate({ chat: choices }),
  };
}

/** How many of them differ from what the model would do by itself. */
export function countOwnChoices({ system, temperature, maxTokens }: ChatChoices): number {
  return [system.trim() !== '', temperature !== null, maxTokens !== null].filter(Boolean).length;
}

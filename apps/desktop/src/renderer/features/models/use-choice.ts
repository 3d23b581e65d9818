// Choosing the model to talk to: the choice that is being made, and the one that stands.
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Routing, Selection } from '@hubdesk/shared/models/routing';
import { orpc } from '../../api/client.ts';

/** `model` stays the same for as long as the component lives: key it by model. */
export function useChoice(model: string) {
  const { data: selected } = useQuery(orpc.models.selected.queryOptions());
  const [draft, setDraft] = useState<Partial<Pick<Selection, 'routing' | 'billTo'>>>({});
  const select = useMutation(orpc.models.select.mutationOptions());
  const standing = selected?.selection.model === model ? selected.selection : null;
  const choice: Selection = {
    model,
    routing: standing?.routing ?? 'auto',
    // Who paid for the last one is the likeliest to pay for this one.
    billTo: selected?.selection.billTo ?? null,
    ...draft,
  };
  return {
    choice,
    /** The model is the chosen one, maybe with another provider or payer. */
    isChosen: standing !== null,
    /** It is chosen exactly so. */
    isStanding: standing !== null && sameRouting(standing.routing, choice.routing) && standing.billTo === choice.billTo,
    setRouting: (routing: Routing) => setDraft((before) => ({ ...before, routing })),
    setBillTo: (billTo: string | null) => setDraft((before) => ({ ...before, billTo })),
    choose: () => select.mutate({ selection: choice }, { onSuccess: () => setDraft({}) }),
    choosing: select.isPending,
    /** Just now, by this very component. */
    wasChosenHere: select.isSuccess,
    failure: select.error,
  };
}

export function sameRouting(a: Routing, b: Routing): boolean {
  if (typeof a === 'string' || typeof b === 'string') return a === b;
  return a.provider === b.provider;
}

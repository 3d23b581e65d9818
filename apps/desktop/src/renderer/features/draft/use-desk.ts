// Everything the parts of a draft's page share: the draft, what its check says,
// the place in the address, and the ways to change them.
import { getRouteApi } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import type { CheckReport } from '@hubdesk/shared/datasets/check-report';
import type { Draft, RowName } from '@hubdesk/shared/datasets/draft';
import type { TrainingMethod } from '@hubdesk/shared/datasets/training-format';
import { type DraftPart, type DraftSearch, parseDraftSearch, tidy } from './draft-search.ts';
import type { Check } from './use-check.ts';
import type { PlanChange } from './use-draft.ts';

export type DraftSearchChange = { [K in keyof DraftSearch]?: DraftSearch[K] | undefined };

export interface Desk {
  /** With changes of the plan that are still on their way to the host. */
  draft: Draft;
  /** As the host has it; what streams from the host goes by this. */
  kept: Draft;
  check: Check;
  /** What the check has said so far. */
  report: CheckReport | null;
  plan: PlanChange;
  search: DraftSearch;
  /** Changes the address; what is not given stays. */
  go: (change: DraftSearchChange) => void;
  goToPart: (part: DraftPart) => void;
  /** Shows only these rows, without leaving the part where there is room for both. */
  showRows: (show: NonNullable<DraftSearch['show']>) => void;
  /** Shows a row among all rows, wherever it is, and opens it. */
  openRow: (row: RowName) => void;
  /** The open row, or the first. */
  row: RowName | null;
  /** What the tokens and the verdict in front are for. */
  method: TrainingMethod;
}

const route = getRouteApi('/shell/datasets/draft/$draft');

export function usePlace(): [DraftSearch, (change: DraftSearchChange) => void] {
  const raw = route.useSearch({ structuralSharing: true });
  const navigate = route.useNavigate();
  const search = useMemo(() => parseDraftSearch({ ...raw }), [raw]);
  const go = useCallback(
    (change: DraftSearchChange) =>
      void navigate({
        replace: true,
        search: (before) => tidy({ ...parseDraftSearch({ ...before }), ...change }),
      }),
    [navigate],
  );
  return [search, go];
}

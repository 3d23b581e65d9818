// Asks before a Space moves to other hardware: what that costs from then on, who
// pays, and whether it ends by itself.
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { SpaceDetails } from '@hubdesk/shared/spaces/space';
import { orpc } from '../../api/client.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { flavorLabel } from '../../ui/flavor-label.ts';
import { formatHourly } from '../../ui/format-hourly.ts';
import { hourlyUsd, monthWords } from './space-words.ts';

export interface MoveDialogProps {
  details: SpaceDetails;
  /** Where to, by the Hub's name of it. */
  flavor: string;
  open: boolean;
  onClose: () => void;
  loading: boolean;
  onMove: () => void;
  /** Why it did not move. */
  children?: ReactNode;
}

export function MoveDialog({ details, flavor, open, onClose, loading, onMove, children }: MoveDialogProps) {
  const { id, runtime } = details;
  const { data: flavors } = useQuery(orpc.spaces.hardware.queryOptions());
  const usdPerHour = hourlyUsd(flavors?.find(({ name }) => name === flavor));
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={(next) => !next && onClose()}
      title={`Move to ${flavorLabel(flavor, flavors)}?`}
      description={
        usdPerHour === 0
          ? 'It costs nothing there. It restarts at once, and answers nobody until it is up again.'
          : `${
              usdPerHour === null
                ? 'Its price is not known.'
                : `It costs ${formatHourly(usdPerHour)} from when it is up, paid by ${id.slice(0, id.indexOf('/'))}: ${monthWords(usdPerHour)}.`
            } ${
              runtime.sleepSeconds === null
                ? 'It never sleeps by itself as it is set now: give it a sleep time under Settings, or pause it when it is not needed.'
                : 'It sleeps when nobody comes, and costs nothing then.'
            } It restarts at once.`
      }
      confirmLabel="Move it"
      loading={loading}
      onConfirm={onMove}
    >
      {children}
    </ConfirmDialog>
  );
}

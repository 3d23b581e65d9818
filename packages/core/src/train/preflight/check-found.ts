// What one check of the preflight finds, in short forms.
import type { PreflightCheck } from '@hubdesk/shared/train/preflight';
import type { ConfigChange } from '@hubdesk/shared/train/run-config';

export type Found = Omit<PreflightCheck, 'id'>;
type Action = PreflightCheck['action'];

export const fine = (finding: string, action: Action = null): Found => ({ state: 'ok', finding, action });
export const warning = (finding: string, action: Action = null): Found => ({ state: 'warning', finding, action });
export const stops = (finding: string, action: Action = null): Found => ({ state: 'stops', finding, action });
export const unknown = (finding: string, action: Action = null): Found => ({ state: 'unknown', finding, action });
export const notNeeded = (finding: string): Found => ({ state: 'not-needed', finding, action: null });

export const link = (label: string, url: string): Action => ({ kind: 'link', label, url });
export const change = (label: string, to: ConfigChange): Action => ({ kind: 'change', label, change: to });
export const go = (label: string, place: string): Action => ({ kind: 'go', label, place });

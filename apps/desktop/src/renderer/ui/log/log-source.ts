import type { LogLine } from '@hubdesk/shared/train/run';

/** Lines of a log by their place, as the view of it needs them. */
export interface LogSource {
  readonly total: number;
  /** Undefined while it is on its way. */
  lineAt: (index: number) => LogLine | undefined;
  /** These are in sight. */
  want?: (first: number, last: number) => void;
  /** Lines let go from the front since the beginning: what is read moves up by as many. */
  readonly dropped?: number;
}

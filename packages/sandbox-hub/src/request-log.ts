// What was asked of the hub, in order, for tests and for proving where a token went. Bounded: the oldest go first.
import type { IncomingMessage } from 'node:http';

export interface RecordedRequest {
  method: string;
  /** With its query. */
  path: string;
  headers: IncomingMessage['headers'];
  /** Of the answer, once there is one. */
  status?: number;
  /** `answered` in full, or `left` by the client before the end. Absent while under way. */
  outcome?: 'answered' | 'left';
}

const KEPT = 5000;

export interface RequestLog {
  entries: readonly RecordedRequest[];
  add(message: IncomingMessage): RecordedRequest;
}

export function requestLog(): RequestLog {
  const entries: RecordedRequest[] = [];
  return {
    entries,
    add: (message) => {
      const entry: RecordedRequest = {
        method: message.method ?? '',
        path: message.url ?? '',
        headers: message.headers,
      };
      entries.push(entry);
      if (entries.length > KEPT) entries.shift();
      return entry;
    },
  };
}

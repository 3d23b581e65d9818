// The Xet sender of one run: opens a session when the Hub first asks for Xet, and
// keeps on disk what the content store said it has, so that a restart does not
// send it again.
import { join } from 'node:path';
import { AppError } from '@hubdesk/shared/errors';
import { z } from 'zod';
import type { Answer } from '../../hub/hub-failure.ts';
import type { Clock } from '../../ports/clock.ts';
import type { WorkerScript } from '../../ports/workers.ts';
import { FileChanged } from '../http/file-changed.ts';
import type { SendBytes } from '../http/send-bytes.ts';
import { type Journal, openJournal, readJournal } from '../journal/journal-file.ts';
import type { Pace } from '../requests/pace.ts';
import type { AcknowledgedXorb, AcknowledgedXorbs } from '../xet/acknowledged-xorbs.ts';
import { openXetSession, type XetSession } from '../xet/xet-session.ts';
import { type XetToken, xetTokenInBody, xetTokenInHeaders } from '../xet/xet-token.ts';
import { sameFile } from './identity.ts';
import type { XetFile, XetSender } from './xet-sender.ts';

export interface XetParts {
  /** Of this transfer; the record of what is stored lies here. */
  folder: string;
  send: SendBytes;
  /** Asks the Hub, as the account: for write tokens. */
  askHub: (url: string) => Promise<Answer>;
  pace: Pace;
  clock: Clock;
  workerScript: WorkerScript;
  signal: AbortSignal;
}

const xorbSchema = z.object({
  xorb: z.string(),
  storedBytes: z.number(),
  chunks: z.array(z.tuple([z.string(), z.number()])).optional(),
});
type XorbRecord = z.infer<typeof xorbSchema>;

export function xetOverSession(parts: XetParts): XetSender & { close(): Promise<void> } {
  const { signal, pace, clock } = parts;
  let opened: Promise<{ session: XetSession; journal: Journal<XorbRecord> }> | null = null;

  async function open(first: XetFile): Promise<{ session: XetSession; journal: Journal<XorbRecord> }> {
    const path = join(parts.folder, 'xet');
    const known = new Map<string, AcknowledgedXorb>();
    const keep = ({ chunks, ...xorb }: XorbRecord) => void known.set(xorb.xorb, chunks ? { ...xorb, chunks } : xorb);
    const journal = await openJournal<XorbRecord>(path, await readJournal(path, xorbSchema, keep), { clock });
    const acknowledged: AcknowledgedXorbs = {
      get: (xorb) => known.get(xorb),
      put: (xorb) => {
        known.set(xorb.xorb, xorb);
        journal.append([xorb]);
      },
      shared: () => [...known.values()].filter(({ chunks }) => chunks !== undefined),
    };
    let given = xetTokenInHeaders(first.action.header ?? {});
    const getToken = async (refused: XetToken | null): Promise<XetToken> => {
      const inHand = given;
      given = null;
      if (inHand && refused === null) return inHand;
      const answer = await parts.askHub(first.action.href);
      return xetTokenInBody(answer.text);
    };
    const session = openXetSession({
      getToken,
      send: parts.send,
      insist: (ask) => pace.insist(ask),
      workerScript: parts.workerScript,
      workers: 2,
      now: () => clock.now(),
      signal,
      acknowledged,
    });
    return { session, journal };
  }

  return {
    async send(files, told) {
      const [first] = files;
      if (!first) return;
      const { session } = await (opened ??= open(first));
      const sent = await Promise.allSettled(
        files.map(async (file) => {
          const onProgress = (_hashed: number, sentBytes: number) => told.onSent(file.i, sentBytes);
          if (!(await sameFile(file.source, file.was))) throw new FileChanged(file.source);
          await session.uploadFile({ path: file.source, size: file.bytes, sha256: file.sha256, onProgress });
        }),
      );
      // What ended the session ends the run as well.
      await session.finish();
      for (const [at, outcome] of sent.entries()) {
        const file = files[at];
        if (!file) continue;
        if (outcome.status === 'fulfilled') told.stored(file.i);
        else told.failed(file.i, unreadable(outcome.reason, file));
      }
    },
    async close() {
      const { session, journal } = (await opened?.catch(() => null)) ?? {};
      await session?.close();
      await journal?.close().catch(() => {});
    },
  };
}

/** The system's own error is that one file's; everything else speaks for itself. */
function unreadable(error: unknown, { source }: XetFile): unknown {
  if (error instanceof AppError || !(error instanceof Error) || !('code' in error)) return error;
  return new AppError('FILE_UNREADABLE', 'A file cannot be read any more.', { path: source, reason: String(error.code) }, { cause: error });
}

// A download as a job: puts the run together from the workspace's Hub and token.
import type { TransferFile } from '@hubdesk/shared/datasets/transfer';
import type { HubClient } from '../../hub/hub-client.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Secret } from '../../secrets/secret.ts';
import { byteSender, type SendLimits, sendLimits } from '../http/send-bytes.ts';
import { type CommonRecord, type Job, type JobKind, type JobParts, openJob } from '../job.ts';
import { createTransferHub, repoPageUrl } from '../requests/transfer-hub.ts';
import { applyDownload, type DownloadFile, type DownloadRecord, downloadRecordSchema, downloadSnapshot, type DownloadState, emptyDownload } from '../state/download-state.ts';
import { type DownloadRun, runDownload } from './run-download.ts';

export interface DownloadWorld {
  client: HubClient;
  token: () => Promise<Secret | null>;
  clock: Clock;
  platform: NodeJS.Platform;
  send?: Partial<SendLimits>;
}

export function openDownloadJob(parts: JobParts, world: DownloadWorld, first: readonly DownloadRecord[] = []): Promise<Job> {
  const { hubUrl } = world.client.address;
  const live: DownloadRun['live'] = { got: new Map(), phase: null };
  const kind: JobKind<DownloadState, DownloadRecord | CommonRecord> = {
    schema: downloadRecordSchema,
    empty: emptyDownload,
    apply: applyDownload,
    snapshot: downloadSnapshot,
    fewest: (state) => 100 + state.files.length,
    async run({ state, journal, pace, abort }) {
      const { begin } = state;
      if (!begin) return;
      const { signal } = abort;
      const sender = byteSender({ sockets: 2, limits: { ...sendLimits, ...world.send } });
      let read: Promise<Secret | null> | null = null;
      const token = () => (read ??= world.token());
      const hub = createTransferHub({ hubUrl, repoType: begin.repoType, repo: begin.repo, token, send: sender.send, clock: world.clock, signal });
      try {
        await runDownload({ state, journal, client: world.client, hub, token, pace, clock: world.clock, abort, platform: world.platform, live });
      } finally {
        live.got.clear();
        live.phase = null;
        sender.close();
      }
    },
    view(state) {
      const { begin, totals, into } = state;
      const got = totals.got + [...live.got.values()].reduce((sum, bytes) => sum + bytes, 0);
      return {
        kind: 'download',
        repo: begin?.repo ?? '',
        repoType: begin?.repoType ?? 'dataset',
        repoUrl: begin ? repoPageUrl(hubUrl, begin.repoType, begin.repo) : hubUrl,
        name: begin?.name ?? '',
        folder: into?.target ?? begin?.folder ?? '',
        phases: live.phase ? [live.phase] : [],
        planning: !state.listed,
        files: { total: state.files.length, done: totals.gotFiles, failed: totals.failedFiles },
        bytes: { total: totals.bytes, hashed: totals.got, sent: got, spared: 0 },
        commits: 0,
        startedAt: begin?.at ?? '',
        // A folder on this computer has a path, which `folder` tells, and no address.
        resultUrl: null,
      };
    },
    files: (state) => state.files.map((file, i) => fileView(file, live.got.get(i))),
  };
  return openJob(kind, parts, first);
}

function fileView({ path, bytes, stage, problem, lfs }: DownloadFile, got: number | undefined): TransferFile {
  const state = stage === 'planned' ? (got === undefined ? 'planned' : 'sending') : stage === 'got' ? 'done' : 'failed';
  return { path, bytes, bytesDone: stage === 'got' ? bytes : (got ?? 0), state, way: lfs ? 'lfs' : 'regular', problem };
}

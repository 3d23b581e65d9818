// A small Hugging Face Hub on loopback: opens the door, finds the route, lets a fault strike, sends the answer.
// It refuses other hosts and other web pages, and answers 501 with the route's name for what it does not know.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { adjustableClock } from './control/clock.ts';
import { jobControl } from './control/job-control.ts';
import { spaceControl } from './control/space-control.ts';
import { damageOf, faultBook, replyInstead, replySpoiled, type Fault, type FaultBook } from './faults.ts';
import { guard } from './guard.ts';
import { readQuery } from './http/query.ts';
import { Refusal, type Reply } from './http/reply.ts';
import { routeTable, type HubRequest, type RouteTable } from './http/route-table.ts';
import { send } from './http/send.ts';
import { ROUTER_PREFIX, type HubContext } from './hub-context.ts';
import { createIds, madeUpLetters, type Ids } from './ids.ts';
import { openRepos } from './repos/open-repos.ts';
import { createJobDesk, type JobDesk, type JobOptions } from './jobs/job-desk.ts';
import { deviceLogins } from './oauth/device-logins.ts';
import { rateLimits, type RateLimits } from './rate-limit.ts';
import { requestLog, type RecordedRequest, type RequestLog } from './request-log.ts';
import { agentHarnessRoutes } from './routes/agent-harnesses.ts';
import { avatarRoutes } from './routes/avatars.ts';
import { billingRoutes } from './routes/billing.ts';
import { chatRoutes } from './routes/chat.ts';
import { classificationRoutes } from './routes/classification.ts';
import { controlRoutes } from './routes/control.ts';
import { embeddingRoutes } from './routes/embeddings.ts';
import { hardwareRoutes } from './routes/hardware.ts';
import { jobStreamRoutes } from './routes/job-streams.ts';
import { jobRoutes } from './routes/jobs.ts';
import { modelRoutes } from './routes/models.ts';
import { oauthControl, oauthRoutes } from './routes/oauth.ts';
import { pageRoutes } from './routes/pages.ts';
import { datasetViewerRoutes, VIEWER_PREFIX } from './routes/dataset-viewer.ts';
import { repoRouteList } from './routes/repo-route-list.ts';
import { routerModelRoutes } from './routes/router-models.ts';
import { scheduledJobRoutes } from './routes/scheduled-jobs.ts';
import { spaceLogRoutes } from './routes/space-logs.ts';
import { spaceRuntimeRoutes } from './routes/space-runtime.ts';
import { spaceSecretRoutes } from './routes/space-secrets.ts';
import { spaceRoutes } from './routes/spaces.ts';
import { whoamiRoutes } from './routes/whoami.ts';
import { demoSeed } from './seeds/demo.ts';
import { emptySeed } from './seeds/empty.ts';
import { hugeSeed } from './seeds/huge.ts';
import { openSpaces, type SpacesOptions } from './spaces/open-spaces.ts';
import { createStore, type Seed } from './store.ts';
import { CORPUS } from './text/corpus.ts';
import { trainLittleModel } from './text/little-model.ts';
import { serveTinyModels } from './trainer/tiny-models.ts';

export type SeedName = 'empty' | 'demo' | 'huge';

export interface SandboxHub {
  /** `http://127.0.0.1:PORT`: the Hub, what `HF_ENDPOINT` is set to. */
  url: string;
  /** Base of the inference router; `${routerUrl}/v1/models` is its catalogue. */
  routerUrl: string;
  /** Base of the dataset viewer: `${viewerUrl}/rows?dataset=…`. */
  viewerUrl: string;
  /** A working token of the seed's main account. */
  token: string;
  /** Every token of the seed by name; see the README for what each may do. */
  tokens: Record<string, string>;
  /** Makes a route fail, e.g. `fail('GET /api/whoami-v2', { status: 429, times: 1 })`. Returns its undo. */
  fail(route: string, fault: Fault): () => void;
  /** Looks at the clock now, holds jobs in SCHEDULING, cuts the replay of logs: what tests do to Jobs. */
  jobs: Pick<JobDesk, 'tick' | 'holdScheduling' | 'replayLogs'>;
  /** Made up for this launch: lets its bearer use the control API under `${url}/__sandbox__`. */
  controlSecret: string;
  /** What was asked so far, in order; the latest 5,000. */
  requests: readonly RecordedRequest[];
  close(): Promise<void>;
}

export interface SandboxHubOptions {
  /** Default `demo`. */
  seed?: SeedName;
  /** Default: any free one. */
  port?: number;
  /** Keeps repos and their files here between runs; a temporary folder, removed at the end, when absent. */
  folder?: string;
  /** Epoch milliseconds; default the system's clock. */
  now?: () => number;
  /** Strings for some of the seed's tokens, by name; the others are made up for this launch. */
  tokens?: Record<string, string>;
  /** `none` answers chat as fast as it can; default `believable`, the speed that each provider advertises. */
  tokenPace?: 'believable' | 'none';
  /** How Spaces are run on this machine. Default: a Gradio Space's real program wherever a Python with Gradio is found. */
  spaces?: Partial<SpacesOptions>;
  /** How Jobs are run on this machine, and the intervals of their streams. */
  jobs?: JobOptions;
}

const MAIN_TOKEN = 'write';
const SEEDS: Readonly<Record<SeedName, () => Seed>> = { empty: emptySeed, demo: demoSeed, huge: hugeSeed };

/** Starts a hub on 127.0.0.1. Rejects when the port is taken or `tokens` names one that the seed has not. */
export async function startSandboxHub(options: SandboxHubOptions = {}): Promise<SandboxHub> {
  const { tokenPace = 'believable', seed: seedName = 'demo' } = options;
  const clock = adjustableClock(options.now ?? Date.now);
  const firstSeed = SEEDS[seedName]();
  const tokens = tokenStrings(Object.keys(firstSeed.tokens), options.tokens ?? {});
  const controlSecret = `sandbox_${madeUpLetters()}`;
  const littleModel = trainLittleModel(CORPUS);
  const log = requestLog();
  const closing = new AbortController();
  let origin = '';
  let world = openWorld(firstSeed, false);

  // All that a reset makes anew: the state, the routes over it, and the faults armed on them.
  function openWorld(seed: Seed, anew: boolean): World {
    const ends: (() => void | Promise<void>)[] = [];
    const store = createStore(seed, tokens, clock.now);
    const ids = createIds();
    const { folder } = options;
    const nextId = () => ids.next('repo');
    const opened = openRepos({
      folder,
      anew,
      now: clock.now,
      nextId,
      seedRepos: seed.repos ?? [],
      catalogue: store.catalogue,
    });
    ends.push(opened.close);
    const context: HubContext = {
      store,
      repos: opened.repos,
      creationHooks: [],
      infoFields: new Map(),
      ids,
      now: clock.now,
      origin: () => origin,
      littleModel,
      tinyModels: serveTinyModels(opened.repos, store.catalogue),
      tokenPace,
      atEnd: (end) => ends.push(end),
    };
    const jobDesk = createJobDesk(context, options.jobs);
    const slow = tokenPace === 'believable';
    const spaces = openSpaces(context, {
      buildMs: slow ? 3000 : 0,
      startMs: slow ? 1500 : 0,
      python: 'auto',
      starts: seed.spaces ?? {},
      notesFile: folder === undefined ? undefined : join(folder, 'sandbox-hub', 'spaces.json'),
      ...options.spaces,
    });
    const logins = deviceLogins(store, clock.now, slow ? 5 : 1);
    const control = { secret: controlSecret, clock, faults: () => world.faults, startOver };
    // One file a noun, each giving its routes; the widest pattern comes last.
    const table = routeTable([
      ...whoamiRoutes(context),
      ...hardwareRoutes(),
      ...jobRoutes(context, jobDesk),
      ...jobStreamRoutes(context, jobDesk),
      ...scheduledJobRoutes(context, jobDesk),
      ...modelRoutes(context),
      ...spaceRoutes(context, spaces),
      ...spaceRuntimeRoutes(context, spaces),
      ...spaceSecretRoutes(context, spaces),
      ...spaceLogRoutes(context, spaces),
      ...repoRouteList(context),
      ...datasetViewerRoutes(context),
      ...routerModelRoutes(context),
      ...chatRoutes(context),
      ...embeddingRoutes(context),
      ...classificationRoutes(context),
      ...avatarRoutes(context),
      ...agentHarnessRoutes(),
      ...oauthRoutes(context, logins),
      ...billingRoutes(context, () => spaces.list()),
      ...controlRoutes(context, control, [
        ...spaceControl(context, spaces),
        ...oauthControl(context, logins),
        ...jobControl(jobDesk),
      ]),
      ...pageRoutes(context),
    ]);
    return {
      ids: context.ids,
      table,
      jobDesk,
      faults: faultBook(table, ROUTER_PREFIX),
      limits: rateLimits(context.store, clock.now),
      end: async () => {
        for (const end of ends.toReversed()) await end();
      },
    };
  }

  async function startOver(): Promise<void> {
    const old = world;
    world = openWorld(SEEDS[seedName](), true);
    await old.end();
  }

  const server = createServer((message, response) => {
    void serve({ ...world, log, origin, closing: closing.signal }, message, response);
  });
  // A client of ours that keeps a stream open for long is not an attack.
  server.requestTimeout = 0;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  }).catch(async (error: unknown) => {
    await world.end();
    throw error;
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The Sandbox Hub has no port.');
  origin = `http://127.0.0.1:${address.port}`;

  return {
    url: origin,
    routerUrl: `${origin}${ROUTER_PREFIX}`,
    viewerUrl: `${origin}${VIEWER_PREFIX}`,
    token: tokens[MAIN_TOKEN] ?? '',
    tokens,
    fail: (route, fault) => world.faults.fail(route, fault),
    jobs: {
      tick: () => world.jobDesk.tick(),
      holdScheduling: (held) => world.jobDesk.holdScheduling(held),
      replayLogs: (lines) => world.jobDesk.replayLogs(lines),
    },
    controlSecret,
    requests: log.entries,
    close: async () => {
      closing.abort();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
      await world.end();
    },
  };
}

interface World {
  ids: Ids;
  table: RouteTable;
  jobDesk: JobDesk;
  faults: FaultBook;
  limits: RateLimits;
  end(): Promise<void>;
}

interface Desk extends World {
  log: RequestLog;
  origin: string;
  closing: AbortSignal;
}

/** Made once: to gather a stack for each request costs more than many an answer. */
const clientLeft = new DOMException('The client is gone', 'AbortError');

async function serve(desk: Desk, message: IncomingMessage, response: ServerResponse): Promise<void> {
  const entry = desk.log.add(message);
  const left = new AbortController();
  response.once('close', () => {
    entry.outcome = response.writableFinished ? 'answered' : 'left';
    left.abort(clientLeft);
  });
  const gone = AbortSignal.any([left.signal, desk.closing]);

  const method = message.method ?? '';
  const url = new URL(`${desk.origin}${message.url ?? '/'}`);
  const match = desk.table.match(method, url.pathname);
  const verdict = desk.limits.take(url.pathname, message.headers);
  const base = {
    'x-request-id': desk.ids.next('request'),
    'x-content-type-options': 'nosniff',
    ...verdict.headers,
  };
  const finish = async (reply: Reply, fault: Fault = {}) => {
    entry.status = reply.status;
    const headers = { ...base, ...reply.headers };
    await send(response, { ...reply, headers }, gone, damageOf(fault));
  };

  try {
    guard(method, message.headers, new URL(desk.origin).host);
    const fault = desk.faults.strike(method, url.pathname, match) ?? {};
    if (fault.delayMs !== undefined) await wait(fault.delayMs, undefined, { signal: gone });
    // A body that breaks off fails whoever reads it; nobody is there to be told.
    const refusedUnlessGone = (error: unknown): Reply => {
      if (gone.aborted || message.errored) throw error;
      return refusedReply(error);
    };
    const honest = async (): Promise<Reply> => {
      if (verdict.refusal) throw verdict.refusal;
      if (!match) {
        throw new Refusal(501, `The Sandbox Hub does not know the route ${method} ${url.pathname}`);
      }
      const request: HubRequest = {
        url,
        params: match.params,
        query: readQuery(url.searchParams),
        headers: message.headers,
        gone,
        body: message,
        text: (limitBytes) => readText(message, limitBytes),
      };
      return match.route.answer(request);
    };
    if (fault.afterEffect) await honest().catch(refusedUnlessGone);
    if (fault.stall) return;
    if (fault.reset) {
      message.socket.resetAndDestroy();
      return;
    }
    const reply = replyInstead(fault) ?? (await honest().catch(refusedUnlessGone));
    await finish(replySpoiled(fault, reply), fault);
  } catch (error) {
    if (gone.aborted || message.errored) return;
    if (response.headersSent) response.destroy();
    else await finish(refusedReply(error));
  }
}

function refusedReply(error: unknown): Reply {
  if (error instanceof Refusal) return error.reply;
  if (error instanceof Error && error.name === 'AbortError') throw error;
  process.stderr.write(`The Sandbox Hub failed: ${error instanceof Error ? error.stack : String(error)}\n`);
  return new Refusal(500, 'Internal Error').reply;
}

async function readText(message: IncomingMessage, limitBytes: number): Promise<string> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of message) {
    const bytes = Buffer.from(piece);
    size += bytes.length;
    if (size > limitBytes) throw new Refusal(413, 'Request Entity Too Large');
    pieces.push(bytes);
  }
  return Buffer.concat(pieces).toString('utf8');
}

// Made up anew at each launch: whoever can guess a token could later run jobs on this machine with it.
function tokenStrings(names: readonly string[], chosen: Readonly<Record<string, string>>): Record<string, string> {
  for (const name of Object.keys(chosen)) {
    if (!names.includes(name)) throw new Error(`No token of the seed is called "${name}"; it has ${names.join(', ')}`);
  }
  return Object.fromEntries(names.map((name) => [name, chosen[name] ?? madeUpToken(name)]));
}

function madeUpToken(name: string): string {
  return name === 'oauth' ? `hf_oauth_${madeUpLetters()}` : `hf_${madeUpLetters()}`;
}

// Why a run failed, in words for a person and with what may help. It believes
// the Hub first, then the job's own error line, then the last lines of the log.
// It names nothing for a run that went well or that a person cancelled.
import type { Flavor } from '@hubdesk/shared/train/hardware';
import type { LogLine, RunFailure, Remedy } from '@hubdesk/shared/train/run';
import { bf16Remedies, likeFlavors, linkRemedy, longerTimeout, memoryLadder, remedy } from './remedies.ts';
import { stateOf } from './reduce-run.ts';
import type { RunRecord } from './run-record.ts';

export interface FailureFacts {
  /** The last lines of its log. */
  lines: readonly LogLine[];
  flavors: readonly Flavor[];
  hubUrl: string;
  /** Who could pay instead. */
  payers: readonly string[];
  /** The account itself. */
  account: string | null;
}

type Kind = RunFailure['kind'];

/** After so long without hardware, other hardware is worth a thought. */
export const stuckSeconds = 15 * 60;
const longestSaid = 2_000;

/** Null when there is nothing to name. Also names a wait that is too long, while it goes on. */
export function nameFailure(record: RunRecord, facts: FailureFacts): RunFailure | null {
  const state = stateOf(record);
  if (state === 'scheduling') {
    return (record.seen?.schedulingSeconds ?? 0) < stuckSeconds ? null : failure(record, facts, 'stuck', null);
  }
  if (state === 'refused') {
    const { problem } = record;
    return failure(record, facts, kindOfProblem(problem?.code), problem?.message ?? null);
  }
  const { cancelReason } = record.seen ?? { cancelReason: null };
  if (state === 'canceled' && cancelReason === null) return null;
  if (state !== 'failed' && state !== 'canceled') return null;
  const said = saidBy(record, facts.lines);
  return failure(record, facts, kindOf(record, facts.lines, said ?? ''), said);
}

function kindOfProblem(code: string | undefined): Kind {
  switch (code) {
    case 'PAYMENT_REQUIRED':
      return 'credits';
    case 'MISSING_PERMISSION':
    case 'ORG_RESTRICTED':
    case 'TOKEN_REJECTED':
      return 'permission';
    case 'GATED':
      return 'gated';
    default:
      return 'not-there';
  }
}

const outOfMemory = /\bout of memory\b|OutOfMemoryError|OOMKilled|exit code:? 137\b|std::bad_alloc|MemoryError/i;
const badPackage = /No solution found when resolving|ResolutionImpossible|Could not find a version that satisfies|Failed to (?:download|build|fetch)\b|ModuleNotFoundError|No module named|error: subprocess-exited-with-error/i;
const noBf16 = /bf16.*(?:not supported|requires|support)|doesn't support bf16|bfloat16.*not supported/i;
const gated = /gated repo|GatedRepoError|Access to model .* is restricted/i;
const forbidden = /\b403\b|Forbidden|missing permissions|don't have (?:the )?(?:write|rights)|not authorized/i;
const badRow = /DatasetGenerationError|ArrowInvalid|JSON parse error|column.*(?:mismatch|changed)|is not valid JSON|KeyError: '(?:messages|prompt|completion|text|chosen|rejected|label)'/i;

function kindOf(record: RunRecord, lines: readonly LogLine[], said: string): Kind {
  const { seen, digest } = record;
  const message = seen?.message ?? '';
  if (seen?.cancelReason) return seen.cancelReason === 'RESOURCE_GROUP_LIMIT' ? 'permission' : 'credits';
  if (/time(?:d)? ?out/i.test(message)) return 'timeout';
  switch (digest.error?.code) {
    case 'OOM':
      return 'out-of-memory';
    case 'GATED':
      return 'gated';
    case 'BF16':
      return 'bf16';
    case 'DATA':
      return 'data';
    case 'PUSH':
      return lacksToken(record) || forbidden.test(said) ? 'permission' : 'push';
    default:
  }
  const all = [message, said, ...lines.map(({ text }) => text)].join('\n');
  if (outOfMemory.test(`${message}\n${said}`) || (digest.error === null && outOfMemory.test(all))) return 'out-of-memory';
  if (noBf16.test(all)) return 'bf16';
  if (gated.test(all)) return 'gated';
  const reachedPush = digest.first['push'] !== undefined || digest.first['save'] !== undefined;
  if (reachedPush) return forbidden.test(said) ? 'permission' : 'push';
  if (digest.first['deps'] === undefined && badPackage.test(all)) return 'dependencies';
  if (badRow.test(said)) return 'data';
  if (forbidden.test(said)) return 'permission';
  return 'other';
}

/** What it said of its end: the error line, the last lines that are errors, what the Hub says. */
function saidBy(record: RunRecord, lines: readonly LogLine[]): string | null {
  const { error } = record.digest;
  if (error !== null) return `${error.type}: ${error.message}`.slice(0, longestSaid);
  const spoken = lines.filter(({ event, text }) => !event && text.trim() !== '');
  const errors = spoken.filter(({ level }) => level === 'error');
  const last = (errors.length > 0 ? errors : spoken).slice(-5).map(({ text }) => text.trim());
  return [...last, record.seen?.message ?? ''].filter(Boolean).join('\n').slice(-longestSaid) || null;
}

function failure(record: RunRecord, facts: FailureFacts, kind: Kind, said: string | null): RunFailure {
  return { kind, sentence: sentenceOf(record, kind, said), said, remedies: remediesOf(record, facts, kind) };
}

function sentenceOf(record: RunRecord, kind: Kind, said: string | null): string {
  const { config, namespace, flavor } = record;
  switch (kind) {
    case 'out-of-memory':
      return 'The memory was too small for this model with these settings.';
    case 'timeout':
      return `It was stopped by its timeout${record.digest.lastStep ? `, at step ${record.digest.lastStep.step.toLocaleString('en')}` : ''}.`;
    case 'credits':
      return `${namespace} has no credits left for Jobs.`;
    case 'permission':
      return forbiddenSentence(record, said);
    case 'gated':
      return `${config?.model ?? 'The model'} or the dataset is shared only with people its owners let in.`;
    case 'bf16':
      return `${flavor} cannot reckon in bfloat16.`;
    case 'data': {
      const row = record.digest.error?.row ?? rowIn(said);
      return row === null ? 'A row of the dataset could not be read or does not fit.' : `Row ${row.toLocaleString('en')} of the dataset could not be read or does not fit.`;
    }
    case 'dependencies':
      return 'A package that the script needs could not be installed.';
    case 'push':
      return `The training went well, and the weights could not be uploaded to ${config?.output.repo ?? 'the repository'}.`;
    case 'stuck':
      return `It has been waiting for ${flavor} for more than ${Math.floor((record.seen?.schedulingSeconds ?? 0) / 60)} minutes.`;
    case 'not-there':
      return 'The run was not started.';
    case 'other':
      return 'The job ended with an error.';
  }
}

function lacksToken({ config }: RunRecord): boolean {
  return config !== null && !config.giveToken && !config.secrets.includes('HF_TOKEN');
}

function forbiddenSentence(record: RunRecord, said: string | null): string {
  if (record.job === null) return `This token may not start Jobs for ${record.namespace}.`;
  if (record.seen?.cancelReason) return `A limit that ${record.namespace} has set was reached.`;
  if (lacksToken(record)) return 'The job was given no token, and so it could not push its weights.';
  const repo = record.config?.output.repo;
  return /write|push|commit|create/i.test(said ?? '') && repo ? `The token it was given may not write to ${repo}.` : 'The token it was given may not do what the script asked for.';
}

function rowIn(said: string | null): number | null {
  const found = /\b(?:row|line) (\d{1,12})\b/i.exec(said ?? '')?.[1];
  return found === undefined ? null : Number(found);
}

/** A script of one's own reads none of the settings: only what the job is given can be changed for it. */
function remediesOf(record: RunRecord, facts: FailureFacts, kind: Kind): Remedy[] {
  const remedies = allRemedies(record, facts, kind);
  if (!record.config?.script) return remedies;
  return remedies.filter(({ change }) => change?.parameters === undefined && change?.tuning === undefined);
}

function allRemedies(record: RunRecord, facts: FailureFacts, kind: Kind): Remedy[] {
  const { config } = record;
  const { hubUrl, flavors, payers } = facts;
  const resume = canResume(record) ? [remedy('resume', 'Go on from the last checkpoint', `Step ${record.digest.checkpoints.at(-1)?.toLocaleString('en')} was kept.`)] : [];
  const salvage = record.artifacts !== null ? [remedy('salvage', 'Save what is in the bucket', 'A small job uploads the last checkpoint or the finished weights.')] : [];
  const retry = remedy('retry', 'Try again', 'Some failures pass by themselves.');
  switch (kind) {
    case 'out-of-memory':
      return config === null ? [] : memoryLadder(config, flavors);
    case 'timeout':
      return config === null ? resume : [...resume, ...longerTimeout(config), ...salvage];
    case 'credits':
      return [
        linkRemedy('billing', 'Add credits', `For ${record.namespace}.`, billingUrl(hubUrl, record.namespace, facts.account)),
        ...payers.filter((name) => name !== record.namespace).map((name) => remedy(`payer-${name}`, `Let ${name} pay`, 'Its credits are its own.', { payer: name === facts.account ? null : name })),
      ];
    case 'permission':
      return [
        ...(lacksToken(record) ? [remedy('give-token', 'Give it the token', 'As a secret of the job, for as long as it runs.', { giveToken: true })] : []),
        linkRemedy('tokens', 'Look at the token', 'Give it the permission, or connect another one.', `${hubUrl}/settings/tokens`),
        ...(record.job === null ? [] : salvage),
      ];
    case 'gated': {
      const page = config?.model ?? config?.dataset?.id;
      return page ? [linkRemedy('ask', `Ask for access to ${page}`, 'Its owners decide, often at once.', `${hubUrl}/${page}`)] : [];
    }
    case 'bf16':
      return config === null ? [] : bf16Remedies(config, flavors);
    case 'data':
      return config?.dataset ? [linkRemedy('dataset', 'Look at the dataset', 'Mend the row, and run again.', `${hubUrl}/datasets/${config.dataset.id}/viewer`)] : [];
    case 'push':
      return [...salvage, retry];
    case 'stuck':
      return likeFlavors(record.flavor, flavors, 3);
    case 'dependencies':
    case 'not-there':
      return [retry];
    case 'other':
      return [...resume, retry];
  }
}

function canResume({ artifacts, digest, config }: RunRecord): boolean {
  return artifacts !== null && digest.checkpoints.length > 0 && config?.keepCheckpoints === true;
}

function billingUrl(hubUrl: string, namespace: string, account: string | null): string {
  return namespace === account || account === null ? `${hubUrl}/settings/billing` : `${hubUrl}/organizations/${encodeURIComponent(namespace)}/settings/billing`;
}

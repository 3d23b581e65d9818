// The stages of a Space that the Hub is known to have, in words. The list stays open: a stage newer than this app is
// shown as the Hub wrote it (reference hub-api 4.2).

export type StageTone = 'good' | 'busy' | 'idle' | 'bad' | 'unknown';

export interface StageWords {
  label: string;
  tone: StageTone;
  /** It becomes another one by itself. */
  moving: boolean;
  /** Somebody who asks gets an answer now. */
  up: boolean;
  /** What it means, in one sentence for a person. */
  sentence: string;
}

const words = (label: string, tone: StageTone, sentence: string, more: Partial<StageWords> = {}): StageWords => ({
  label,
  tone,
  moving: tone === 'busy',
  up: tone === 'good',
  sentence,
  ...more,
});

const known: Readonly<Record<string, StageWords>> = {
  NO_APP_FILE: words('No app', 'bad', 'The repository has no app file yet: nothing can be started.'),
  CONFIG_ERROR: words('Configuration error', 'bad', 'The head of README.md says something the Hub cannot follow.'),
  BUILDING: words('Building', 'busy', 'The Hub installs what the app needs.'),
  BUILD_ERROR: words('Build failed', 'bad', 'What the app needs could not be installed.'),
  APP_STARTING: words('Starting', 'busy', 'The app is built and on its way up.'),
  RUNNING: words('Running', 'good', 'The app is up.'),
  RUNNING_BUILDING: words('Running, building', 'good', 'The app is up while a newer one is built.', { moving: true }),
  RUNNING_APP_STARTING: words('Running, starting', 'good', 'The app is up while a newer one starts.', { moving: true }),
  RUNTIME_ERROR: words('Crashed', 'bad', 'The app stopped with an error.'),
  STOPPED: words('Stopped', 'idle', 'The app was stopped. It costs nothing and answers nobody.'),
  PAUSED: words('Paused', 'idle', 'Somebody paused it. It costs nothing and stays down until it is restarted.'),
  SLEEPING: words('Asleep', 'idle', 'Nobody asked for a while. The next visitor wakes it.'),
  DELETING: words('Being deleted', 'busy', 'The Hub is deleting it.'),
};

export function stageWords(stage: string): StageWords {
  return (
    known[stage] ?? {
      label: stage,
      tone: 'unknown',
      moving: false,
      up: stage.startsWith('RUNNING'),
      sentence: 'The Hub has a stage here that this version of Hubdesk does not know.',
    }
  );
}

/** Whoever opens it gets an answer, be it after it has woken up. */
export function takesVisitors(stage: string): boolean {
  return stageWords(stage).up || stage === 'SLEEPING';
}

// Deployments: models put where they answer, and followed until they do.
import { AppError } from '@hubdesk/shared/errors';
import type { Flavor } from '@hubdesk/shared/train/hardware';
import { openKeptDraft } from '../deploy/kept-draft.ts';
import type { Clock } from '../ports/clock.ts';
import type { Secret } from '../secrets/secret.ts';
import type { Budget } from '../train/budget/create-budget.ts';
import type { Changes } from './changes.ts';
import type { Implementer } from './implementer.ts';
import type { Workspace, Workspaces } from './workspace.ts';

export interface DeploymentsParts {
  workspaces: Workspaces;
  changes: Changes;
  clock: Clock;
  /** Our state folder. */
  state: string;
  /** What Jobs can run on. */
  flavors(workspace: Workspace): Promise<Flavor[]>;
  budget: Pick<Budget, 'judge'>;
  redact(text: string): string;
  /** Values that no log may show. */
  offered: Set<Secret>;
}

export type DeploymentsService = ReturnType<typeof createDeploymentsService>;

export function createDeploymentsService({ workspaces, clock, state }: DeploymentsParts) {
  const draft = openKeptDraft({ state, clock });
  const notYet = () => {
    throw new AppError('NOT_FOUND', 'There is no such deployment.', { what: 'deployment' });
  };
  return {
    /** Goes on with what an earlier start left. */
    async start(): Promise<void> {},
    async dispose(): Promise<void> {},
    handlers: (os: Implementer['deployments']) =>
      os.router({
        model: os.model.handler(notYet),
        options: os.options.handler(() => []),
        files: os.files.handler(notYet),
        check: os.check.handler(() => []),
        start: os.start.handler(notYet),
        list: os.list.handler(() => []),
        get: os.get.handler(notYet),
        follow: os.follow.handler(async function* () {}),
        log: os.log.handler(notYet),
        ask: os.ask.handler(notYet),
        retry: os.retry.handler(notYet),
        cancel: os.cancel.handler(notYet),
        forget: os.forget.handler(notYet),
        draft: os.draft.handler(() => draft.read(workspaces.current())),
        keepDraft: os.keepDraft.handler(({ input }) => draft.keep(workspaces.current(), input.config)),
      }),
  };
}

// Spaces on the Hub: listed, followed, looked after.
import { AppError } from '@hubdesk/shared/errors';
import type { Clock } from '../ports/clock.ts';
import type { Secret } from '../secrets/secret.ts';
import type { Implementer } from './implementer.ts';
import type { Workspaces } from './workspace.ts';

export interface SpacesParts {
  workspaces: Workspaces;
  clock: Clock;
  redact(text: string): string;
  /** Values that no log may show. */
  offered: Set<Secret>;
}

export type SpacesService = ReturnType<typeof createSpacesService>;

export function createSpacesService(_parts: SpacesParts) {
  const notYet = () => {
    throw new AppError('NOT_FOUND', 'There is no such Space.', { what: 'Space' });
  };
  return {
    async dispose(): Promise<void> {},
    handlers: (os: Implementer['spaces']) =>
      os.router({
        list: os.list.handler(() => ({ spaces: [], missing: [] })),
        get: os.get.handler(notYet),
        follow: os.follow.handler(notYet),
        log: os.log.handler(notYet),
        machine: os.machine.handler(notYet),
        ask: os.ask.handler(notYet),
        hardware: os.hardware.handler(() => []),
        quota: os.quota.handler(() => null),
        checkName: os.checkName.handler(() => ({ state: 'free', reason: null, offer: null })),
        pause: os.pause.handler(notYet),
        restart: os.restart.handler(notYet),
        setHardware: os.setHardware.handler(notYet),
        setSleep: os.setSleep.handler(notYet),
        setDevMode: os.setDevMode.handler(notYet),
        setVolumes: os.setVolumes.handler(notYet),
        pairs: os.pairs.handler(notYet),
        setPair: os.setPair.handler(notYet),
        removePair: os.removePair.handler(notYet),
        files: os.files.handler(notYet),
        file: os.file.handler(notYet),
        history: os.history.handler(notYet),
        saveFiles: os.saveFiles.handler(notYet),
        swapModel: os.swapModel.handler(notYet),
        duplicate: os.duplicate.handler(notYet),
        rename: os.rename.handler(notYet),
        setVisibility: os.setVisibility.handler(notYet),
        remove: os.remove.handler(notYet),
      }),
  };
}

// The step that makes a Space, with its hardware, variables, secrets and volumes in one call, as free accounts need it;
// and that gives one which is there already what a changed configuration says.
import { AppError, isAppError } from '@hubdesk/shared/errors';
import { mountVariables, spaceVariables, spaceVolumes } from '@hubdesk/shared/spaces/space-files';
import type { DeployConfig } from '@hubdesk/shared/spaces/deploy-config';
import type { DeployModel } from '@hubdesk/shared/spaces/deployment';
import { cpuBasicFlavor, zeroGpuFlavor } from '@hubdesk/shared/spaces/space';
import { mayHaveHappened } from '../hub/may-have-happened.ts';
import { setRepoVisibility } from '../hub/repo-manage.ts';
import {
  createSpace,
  fetchPairs,
  fetchSpace,
  removeSecret,
  removeVariable,
  requestHardware,
  setSecret,
  setVariable,
  setVolumes,
} from '../hub/spaces.ts';
import { deployFiles } from './deploy-files.ts';
import { nameTaken } from './deploy-failure.ts';
import { givesToken, secretsOfDeployment, tokenSecret } from './deploy-secrets.ts';
import { type Drive, StepFailed } from './drive.ts';
import { deploymentVariable, whoseSpace } from './find-space.ts';

const mostTries = 3;
/** How long a Space that was made may take to be seen: looks after these pauses. */
const patienceMs = [0, 1_000, 3_000];

export async function makeRepo(drive: Drive): Promise<void> {
  const { world, book } = drive;
  const { config, space: before } = drive.record();
  const space = `${config.namespace}/${config.name}`;
  const url = `${world.hub.address.hubUrl}/spaces/${space}`;
  await book.step(drive.id, 'repo', { state: 'now', detail: space });
  const model = await drive.model();
  const usdPerHour = await priceOf(drive, config);
  if (before?.id === space && before.state === 'there') {
    await adopt(drive, space, model);
    return book.step(drive.id, 'repo', { state: 'done' }, { usdPerHour });
  }
  const asked = before?.id === space && (await seek(drive, space)) === 'ours';
  const entry = { id: space, url, appUrl: null };
  if (!asked) {
    const gaveToken = givesToken(config);
    await book.change(drive.id, { space: { ...entry, state: 'asked' }, commit: null, pushed: {}, gaveToken });
    await send(drive, space, model);
  }
  drive.sent();
  const made = [...new Set([...drive.record().made, space])];
  await book.step(drive.id, 'repo', { state: 'done' }, { space: { ...entry, state: 'there' }, made, usdPerHour });
}

async function send(drive: Drive, space: string, model: DeployModel | null): Promise<void> {
  const { config } = drive.record();
  const { hub } = drive.world;
  const { sdk } = await deployFiles(config, model, drive.signal);
  for (let tries = 1; ; tries += 1) {
    try {
      const secrets = secretsOfDeployment(config, drive.given(), drive.token);
      const wish = {
        id: space,
        sdk,
        visibility: config.visibility,
        flavor: flavorOf(config),
        sleepSeconds: config.kind === 'gpu' ? config.sleepSeconds : null,
        variables: variablesOf(drive.id, config, model),
        secrets,
        volumes: spaceVolumes(config, model),
      };
      await drive.once((call) => createSpace(hub, wish, call));
      return;
    } catch (error) {
      drive.signal.throwIfAborted();
      const taken = isAppError(error, 'ALREADY_THERE');
      if (!taken && !mayHaveHappened(error)) {
        await drive.book.change(drive.id, { space: null });
        throw error;
      }
      const whose = taken
        ? await drive.untilAsked((call) => whoseSpace(hub, space, drive.id, call))
        : await seek(drive, space);
      if (whose === 'ours') return;
      if (taken || whose === 'other') {
        await drive.book.change(drive.id, { space: null });
        throw new StepFailed(await nameTaken(drive, space));
      }
      if (tries >= mostTries) throw error;
    }
  }
}

/** Looks several times: what was made may take a moment to be seen. */
async function seek(drive: Drive, space: string): Promise<'ours' | 'other' | 'none'> {
  let found: 'ours' | 'other' | 'none' = 'none';
  for (const ms of patienceMs) {
    if (ms > 0) await drive.pause(ms);
    found = await drive.untilAsked((call) => whoseSpace(drive.world.hub, space, drive.id, call));
    if (found !== 'none') break;
  }
  return found;
}

/** Settings of a Space of ours that differ from the configuration; what it says nothing of is left alone. */
async function adopt(drive: Drive, space: string, model: DeployModel | null): Promise<void> {
  const { hub } = drive.world;
  const { config } = drive.record();
  const { visibility, runtime } = await drive.untilAsked((call) => fetchSpace(hub, space, call));
  const pairs = await drive.untilAsked((call) => fetchPairs(hub, space, call));
  const known = new Map(pairs.variables.map(({ key, value }) => [key, value]));
  if (visibility !== config.visibility)
    await drive.once((call) => setRepoVisibility(hub, 'space', space, config.visibility, call));
  const variables = variablesOf(drive.id, config, model);
  for (const [key, value] of Object.entries(variables)) {
    if (known.get(key) !== value)
      await drive.once((call) => setVariable(hub, space, { key, value, description: '' }, call));
  }
  // The app would look for the model where nothing is mounted any more.
  for (const key of mountVariables)
    if (known.has(key) && !(key in variables)) await drive.once((call) => removeVariable(hub, space, key, call));
  // Their values are not told: those that a person has given now are sent, and missing ones must be there already.
  const there = new Set(pairs.secrets.map(({ key }) => key));
  const wanted = secretsOfDeployment(config, drive.given(), drive.token, there);
  const gaveToken = givesToken(config);
  if (wanted.has(tokenSecret)) await drive.book.change(drive.id, { gaveToken });
  for (const [key, value] of wanted)
    await drive.once((call) => setSecret(hub, space, { key, value, description: '' }, call));
  drive.sent();
  if (drive.record().gaveToken && !gaveToken) {
    if (there.has(tokenSecret)) await drive.once((call) => removeSecret(hub, space, tokenSecret, call));
    await drive.book.change(drive.id, { gaveToken });
  }
  const volumes = spaceVolumes(config, model);
  const mounts = (all: readonly { source: string; mountPath: string }[]) =>
    JSON.stringify(all.map(({ source, mountPath }) => [source, mountPath]));
  if (mounts(volumes) !== mounts(runtime.volumes)) await drive.once((call) => setVolumes(hub, space, volumes, call));
  const flavor = flavorOf(config);
  if (flavor !== null && runtime.requested !== flavor)
    await drive.once((call) =>
      requestHardware(hub, space, flavor, config.kind === 'gpu' ? config.sleepSeconds : null, call),
    );
}

function variablesOf(deployment: string, config: DeployConfig, model: DeployModel | null): Record<string, string> {
  return { ...spaceVariables(config, model), [deploymentVariable]: deployment };
}

/** Null for a static page, which runs on nothing. */
export function flavorOf({ kind, flavor }: DeployConfig): string | null {
  if (kind === 'zero-gpu') return zeroGpuFlavor;
  if (kind === 'cpu') return cpuBasicFlavor;
  return kind === 'static' ? null : flavor;
}

/** USD an hour; null where nobody says. Rejects with INVALID_INPUT for hardware that there is not. */
async function priceOf({ world, untilAsked }: Drive, config: DeployConfig): Promise<number | null> {
  if (config.kind !== 'gpu') return 0;
  const flavors = await untilAsked(() => world.spaceFlavors());
  const found = flavors.find(({ name }) => name === config.flavor);
  if (!found) {
    const reason =
      config.flavor === null
        ? 'Choose the hardware that it shall run on.'
        : `The Hub has no hardware called ${config.flavor} for Spaces.`;
    throw new AppError('INVALID_INPUT', reason, { field: 'flavor', reason });
  }
  return found.usdPerMinute === null ? null : found.usdPerMinute * 60;
}

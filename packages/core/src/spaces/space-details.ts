// What is told of one Space, put together from what the Hub says of it. Pure.
import { mayFrame } from '@hubdesk/shared/page/app-frames';
import type { SpaceDetails, SpacePairs, SpaceRow } from '@hubdesk/shared/spaces/space';
import { stageWords } from '@hubdesk/shared/spaces/stages';
import type { Flavor } from '@hubdesk/shared/train/hardware';
import type { HubSpace } from '../hub/space-schema.ts';

const modelId = /^[\w.-]+\/[\w.-]+$/;

/** `flavors` null: there are no prices to be had. */
export function spaceRow(space: HubSpace, flavors: readonly Flavor[] | null): SpaceRow {
  const { id, title, emoji, colorFrom, colorTo, sdk, visibility, models, likes, lastModified, runtime, url } = space;
  const row = { id, title, emoji, colorFrom, colorTo, sdk, visibility, models, likes, lastModified, runtime, url };
  return { ...row, usdPerHour: usdPerHour(space, flavors) };
}

function usdPerHour({ sdk, runtime }: HubSpace, flavors: readonly Flavor[] | null): number | null {
  if (sdk === 'static') return 0;
  const usdPerMinute = flavors?.find(({ name }) => name === runtime.requested)?.usdPerMinute ?? null;
  // A price of a minute was rounded by the Hub.
  return usdPerMinute === null ? null : Math.round(usdPerMinute * 60 * 1_000) / 1_000;
}

/** Null where the Hub says no name for the machine, as for a static Space. */
export function sshOf({ sdk, subdomain }: HubSpace, hubUrl: string): SpaceDetails['ssh'] {
  // What stands in a line that a person copies into a shell must be nothing but a name.
  if (sdk === 'static' || subdomain === null || !/^[a-z0-9][a-z0-9-]*$/i.test(subdomain)) return null;
  return { line: `ssh ${subdomain}@ssh.hf.space`, keysUrl: `${hubUrl}/settings/keys` };
}

/** Its variable counts more than its card, which people forget. */
export function modelOf({ models }: HubSpace, variables: SpacePairs['variables'] | null): SpaceDetails['model'] {
  const named = variables?.find(({ key }) => key === 'MODEL_ID')?.value.trim();
  if (named !== undefined && modelId.test(named)) return { id: named, from: 'variable', swappable: true };
  const onCard = models.find((model) => modelId.test(model));
  return onCard === undefined ? null : { id: onCard, from: 'card', swappable: named !== undefined };
}

/** Nobody else's page is shown in ours, and none that asks who looks. */
export function isEmbeddable({ visibility, runtime }: HubSpace): boolean {
  return (
    visibility !== 'private' && stageWords(runtime.stage).up && runtime.appUrl !== null && mayFrame(runtime.appUrl)
  );
}

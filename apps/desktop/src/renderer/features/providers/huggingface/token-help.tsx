// The questions people have before they have a token, answered where they have
// them. Names are those of the Hub's own token page.
import { permissionLabels } from '../../../api/explain.ts';
import type { Permission } from '@hubdesk/shared/errors';
import { ExternalLink } from '../../../ui/external-link.tsx';
import { HelpTip } from '../../../ui/help-tip.tsx';
import { newTokenUrl } from './account-words.ts';

const recipe: readonly { permission: Permission; box: string }[] = [
  { permission: 'read', box: 'Read access to contents of all repos under your personal namespace' },
  { permission: 'write', box: 'Write access to contents/settings of all repos under your personal namespace' },
  { permission: 'jobs', box: 'Start and manage Jobs on your behalf' },
  { permission: 'deploy', box: 'Manage your Inference Endpoints' },
  { permission: 'inference', box: 'Make calls to Inference Providers' },
  { permission: 'billing', box: 'Read your billing usage and know if a payment method is set' },
];

export function TokenHelp({ hubUrl }: { hubUrl: string }) {
  return (
    <div className="flex flex-wrap gap-x-5">
      <HelpTip question="Where do I find it?" showQuestion>
        <p>
          On huggingface.co: your picture, then <b className="font-medium text-ink">Settings</b>, then{' '}
          <b className="font-medium text-ink">Access Tokens</b>. An existing token cannot be seen again, so make a new
          one and copy it before you leave the page.
        </p>
        <p className="mt-2">
          <ExternalLink href={newTokenUrl(hubUrl)}>Make one with the right boxes ticked</ExternalLink>
        </p>
      </HelpTip>
      <HelpTip question="Which permissions do I need?" showQuestion>
        <p>
          To look around and talk to models: <i>Read models</i> and <i>Call inference</i>. The others can wait until you
          use what they are for. On the fine-grained page, tick:
        </p>
        <dl className="mt-2 grid gap-1.5">
          {recipe.map(({ permission, box }) => (
            <div key={permission}>
              <dt className="font-medium text-ink">{permissionLabels[permission]}</dt>
              <dd>{box}</dd>
            </div>
          ))}
        </dl>
      </HelpTip>
      <HelpTip question="What does fine-grained mean?" showQuestion>
        <p>
          A token that may do only what you tick, and nothing else. A <i>read</i> token may read everything you can, a{' '}
          <i>write</i> token may also change and spend. If a fine-grained one is ever lost, less is lost with it.
        </p>
      </HelpTip>
    </div>
  );
}

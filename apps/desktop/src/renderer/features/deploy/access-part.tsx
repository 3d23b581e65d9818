// How the app comes to a model that is not everybody's, and what else it is given.
// Values of secrets live in this page alone, until it is left.
import { useQuery } from '@tanstack/react-query';
import { TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import type { DeployModel } from '@hubdesk/shared/spaces/deployment';
import { orpc } from '../../api/client.ts';
import { Checkbox } from '../../ui/checkbox.tsx';
import { Disclosure } from '../../ui/disclosure.tsx';
import { ExternalLink } from '../../ui/external-link.tsx';
import { PairGroup, SecretGroup } from '../../ui/pair-rows.tsx';
import { Part } from '../../ui/part.tsx';
import { RadioCards } from '../../ui/radio-cards.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { isVariableName, secretNameProblem, tokenName } from './deploy-faults.ts';
import type { DeployForm } from './use-deploy-form.ts';

export function AccessPart({ form }: { form: DeployForm }) {
  const { choices, config, facts, secretValues, set, setSecret } = form;
  const needed = config.kind !== 'static' && (facts.model?.needsAccess ?? null) !== null;
  // Once it is shown it stays: what somebody chooses must not move from under the pointer.
  const [isShown, setShown] = useState(config.access !== 'none');
  if (!isShown && (needed || (config.access !== 'none' && !choices.own.access))) setShown(true);
  const count = config.secrets.length + Object.keys(config.variables).length;
  const [open, setOpen] = useState(count > 0);
  const more = (
    <>
      <PairGroup
        title="Variables"
        about={
          config.kind === 'job'
            ? 'Plain text in the job’s environment: anyone who may see the job can read them.'
            : 'Plain text. Of a public Space everybody can read them.'
        }
        addLabel="Add a variable"
        what="variable"
        fresh="MY_VARIABLE"
        pairs={config.variables}
        isName={isVariableName}
        onChange={(variables) => set({ variables })}
      />
      <SecretGroup
        about="Sent to the Hub with the deployment and kept nowhere, so they are asked for each time. Nobody is shown a value again, but whoever can write to the Space can make its app tell."
        lines
        names={config.secrets}
        values={secretValues}
        nameProblem={(name, at) =>
          secretNameProblem(config, name) ??
          (config.secrets.indexOf(name) === at ? null : 'There are two of this name.')
        }
        onNames={(secrets) => set({ secrets })}
        onValue={setSecret}
      />
    </>
  );
  return (
    <Part
      id="access"
      title="Access"
      about={needed ? (facts.model?.needsAccess ?? undefined) : aboutAccess(config.model, facts.model)}
    >
      {isShown && <AccessChoice form={form} />}
      <Disclosure
        title={isShown ? 'More variables and secrets' : 'Access, variables and secrets'}
        about={count === 0 ? 'nothing out of the ordinary' : `${count} set`}
        open={open}
        onOpenChange={setOpen}
        className="grid gap-7 p-4"
      >
        {!isShown && <AccessChoice form={form} />}
        {more}
      </Disclosure>
    </Part>
  );
}

function aboutAccess(id: string | null, model: DeployModel | null): string {
  if (id === null || !model) return 'What the app is given beside its files.';
  const isOpen = isOpenTo(model.facts.access) && !model.private && (!model.base || isOpenTo(model.base.access));
  return isOpen
    ? 'Everybody may read this model, so the app needs no token.'
    : 'Not everybody may read this model, so the app needs a token that may.';
}

const isOpenTo = (access: string) => access === 'open' || access === 'unknown';

function AccessChoice({ form }: { form: DeployForm }) {
  const { config, account, facts, decide } = form;
  const gated = [facts.model?.facts, facts.model?.base].some((each) => each && !isOpenTo(each.access));
  const where = config.kind === 'job' ? 'job' : 'Space';
  return (
    <div className="grid gap-4">
      <RadioCards
        label="How it reads the model"
        className="grid-cols-[repeat(auto-fit,minmax(min(19rem,100%),1fr))]"
        cards={[
          { value: 'none', label: 'As everybody', help: 'Without a token. Enough for a public model.' },
          {
            value: 'volume',
            label: 'Mounted by the Hub',
            help: `The Hub puts the model into the ${where} as a folder that can only be read. No token is given away.`,
            problem: config.model === null ? 'Name a model above.' : null,
          },
          {
            value: 'secret',
            label: 'A token made for it',
            help: `Goes into the secret ${tokenName}. Make one that may read ${gated ? 'gated models' : 'this model'} and nothing else.`,
          },
          {
            value: 'own',
            label: 'Your own token',
            help: `The one that Hubdesk uses${account?.token?.name ? `, “${account.token.name}”` : ''}. It may do more than the app needs.`,
          },
        ]}
        value={config.access}
        onChange={(access) => decide('access', { access })}
      />
      {config.access === 'secret' && <TokenField form={form} />}
      {config.access === 'own' && <OwnToken form={form} />}
    </div>
  );
}

/** Written only: what is pasted is shown as discs, sent with the press, and kept nowhere. */
function TokenField({ form: { config, secretValues, setSecret } }: { form: DeployForm }) {
  const { data: hubUrl } = useQuery(orpc.app.state.queryOptions({ select: (state) => state.hubUrl }));
  const value = secretValues[tokenName] ?? '';
  return (
    <TextField
      label="Token that only reads"
      className="max-w-120"
      type="password"
      autoComplete="new-password"
      spellCheck={false}
      placeholder="hf_…"
      maxLength={500}
      inputClassName="font-mono text-sm"
      value={value}
      error={value !== '' && /\s/.test(value) ? 'A token has no spaces in it.' : undefined}
      hint={
        <>
          Sent to the Hub as the secret {tokenName}, kept nowhere else.{' '}
          {hubUrl !== undefined && (
            <ExternalLink href={readingTokenUrl(hubUrl, config.model)}>
              Make one with the right boxes ticked
            </ExternalLink>
          )}
        </>
      }
      onChange={(event) => setSecret(tokenName, event.target.value === '' ? null : event.target.value)}
    />
  );
}

/** The Hub's page for a new token, filled in: it may read and nothing else. */
function readingTokenUrl(hubUrl: string, model: string | null): string {
  const url = new URL('/settings/tokens/new', hubUrl);
  url.searchParams.set('tokenType', 'fineGrained');
  url.searchParams.set('canReadGatedRepos', 'true');
  url.searchParams.append('ownUserPermissions', 'repo.content.read');
  if (model !== null) url.searchParams.set('description', `Reads ${model}`);
  return url.href;
}

function OwnToken({ form: { account, config, agreed, setAgreed } }: { form: DeployForm }) {
  const kind = account?.token?.kind;
  const may =
    kind === 'read' ? 'It may read everything you may read.' : 'It may write: change and delete what is yours.';
  const place = config.kind === 'job' ? 'see the job’s environment' : `write to ${config.namespace}/${config.name}`;
  return (
    <div className="grid grid-cols-[auto_1fr] gap-x-3 gap-y-2 rounded-lg border border-loss-line bg-loss-soft p-4">
      <TriangleAlert aria-hidden className="mt-0.5 size-4.5 text-loss" strokeWidth={1.75} />
      <div className="grid gap-1">
        <p className="font-semibold text-ink">Your own token leaves this computer</p>
        <p className="max-w-[72ch] text-ink-2">
          {may} Everybody who can {place} can read it out, and so can the code that runs there. A token made for the app
          is safer.
        </p>
        <Checkbox label="I know, and give it" checked={agreed} onChange={setAgreed} />
      </div>
    </div>
  );
}

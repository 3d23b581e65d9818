// What it is called and how its card looks on the Hub.
import { Check } from 'lucide-react';
import { useId } from 'react';
import { explain } from '../../api/explain.ts';
import { toFailure } from '../../api/failure.ts';
import { repoNameProblem } from '@hubdesk/shared/datasets/repo-name';
import { Button } from '../../ui/button.tsx';
import { Part } from '../../ui/part.tsx';
import { RadioCards } from '../../ui/radio-cards.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { ColorField } from './color-field.tsx';
import { emojiProblem } from './deploy-faults.ts';
import { OverriddenNote } from './overridden-note.tsx';
import { SpaceCard } from './space-card.tsx';
import type { DeployForm } from './use-deploy-form.ts';

export function LookPart({ form }: { form: DeployForm }) {
  const isJob = form.config.kind === 'job';
  return (
    <Part
      id="look"
      title={isJob ? 'Name' : 'Name and look'}
      about={isJob ? 'To find the job by, on the Hub and here.' : 'What people see of it before they open it.'}
    >
      <NameField form={form} />
      {!isJob && (
        <>
          <VisibilityChoice form={form} />
          <CardFields form={form} />
          <OverriddenNote form={form} paths={['README.md']} what="title, emoji, colours and description" />
        </>
      )}
    </Part>
  );
}

function NameField({ form }: { form: DeployForm }) {
  const { choices, config, name: check, decide } = form;
  const { namespace, name } = config;
  const id = useId();
  const isJob = config.kind === 'job';
  const problem = repoNameProblem(name);
  const isItsOwn = choices.again?.space?.toLowerCase() === `${namespace}/${name}`.toLowerCase();
  const bad = !isJob && !isItsOwn && check.answer !== null && check.answer.state !== 'free';
  return (
    <div className="grid gap-1.5">
      <TextField
        label={isJob ? 'Name of the job' : 'Name of the Space'}
        className="max-w-120"
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        maxLength={96}
        value={name}
        error={problem ?? undefined}
        aria-invalid={problem !== null || bad ? true : undefined}
        {...(problem === null && !isJob && { 'aria-describedby': id })}
        end={check.checking && <Spinner className="mr-2 size-4 text-ink-3" />}
        onChange={(event) => decide('name', { name: event.target.value })}
      />
      {!isJob && (
        <p id={id} role="status" className="flex min-h-8 flex-wrap items-center gap-x-3 gap-y-1 text-sm text-ink-2">
          {problem === null && (
            <>
              {check.error && explain(toFailure(check.error)).title}
              {check.answer?.state === 'free' && (
                <span className="flex items-center gap-1.5">
                  <Check aria-hidden className="size-4 text-accent" strokeWidth={2.25} />
                  <span>
                    <bdi className="text-ink">
                      {namespace}/{name}
                    </bdi>{' '}
                    is free.
                  </span>
                </span>
              )}
              {isItsOwn && 'It is there from the last try, and is gone on with.'}
              {bad && (
                <span className="text-ink">{check.answer?.reason ?? takenWords[check.answer?.state ?? 'taken']}</span>
              )}
              {bad && check.answer?.offer != null && (
                <Button size="small" onClick={() => decide('name', { name: check.answer?.offer ?? name })}>
                  Take {check.answer.offer}
                </Button>
              )}
            </>
          )}
        </p>
      )}
    </div>
  );
}

const takenWords = {
  free: '',
  mine: 'You have a Space of this name already; a deployment makes a new one.',
  taken: 'Somebody else has a Space of this name.',
  refused: 'The Hub does not take this name.',
};

function VisibilityChoice({ form: { config, rights, choices, set, decide } }: { form: DeployForm }) {
  const isOrganization = rights?.isOrganization ?? false;
  const who = isOrganization ? `members of ${config.namespace}` : 'you';
  return (
    <RadioCards
      label="Who can see it"
      className="grid-cols-[repeat(auto-fit,minmax(min(15rem,100%),1fr))]"
      cards={[
        { value: 'public', label: 'Public', help: 'Everybody can use the app and read its files.' },
        {
          value: 'protected',
          label: 'Protected',
          help: `Everybody can use the app; only ${who} can read its files.`,
          problem:
            rights && !rights.subscribed
              ? `Part of ${isOrganization ? 'Team and Enterprise' : 'PRO'}, which ${isOrganization ? config.namespace : 'this account'} does not have.`
              : null,
        },
        { value: 'private', label: 'Private', help: `Only ${who} can open it, and a program with a token.` },
      ]}
      value={config.visibility}
      onChange={(visibility) => (choices.own.visibility ? set({ visibility }) : decide('visibility', { visibility }))}
    />
  );
}

const longestDescription = 60;

function CardFields({ form: { config, decide } }: { form: DeployForm }) {
  const { title, emoji, colorFrom, colorTo, description } = config;
  const look = (change: Partial<Pick<typeof config, 'emoji' | 'colorFrom' | 'colorTo'>>) =>
    decide('look', { emoji, colorFrom, colorTo, ...change });
  return (
    <div className="grid items-start gap-x-8 gap-y-5 rail:max-wide:grid-cols-[minmax(0,1fr)_17rem]">
      <div className="grid gap-5">
        <div className="grid grid-cols-[minmax(0,1fr)_6rem] items-start gap-x-4">
          <TextField
            label="Title"
            autoComplete="off"
            maxLength={100}
            placeholder={config.name}
            value={title}
            onChange={(event) => decide('title', { title: event.target.value })}
          />
          <TextField
            label="Emoji"
            autoComplete="off"
            inputClassName="text-center"
            maxLength={16}
            value={emoji}
            error={emojiProblem(emoji) ?? undefined}
            onChange={(event) => look({ emoji: event.target.value.trim() })}
          />
        </div>
        <TextField
          label="Short description"
          autoComplete="off"
          maxLength={longestDescription}
          value={description}
          hint={
            <span className="tabular-nums">
              {description.length} of {longestDescription} characters
            </span>
          }
          onChange={(event) => decide('description', { description: event.target.value })}
        />
        <div className="flex flex-wrap gap-x-8 gap-y-4">
          <ColorField label="From" value={colorFrom} onChange={(next) => look({ colorFrom: next })} />
          <ColorField label="To" value={colorTo} onChange={(next) => look({ colorTo: next })} />
        </div>
      </div>
      {/* In a wide window it stands beside the form. */}
      <div className="max-w-72 wide:hidden">
        <SpaceCard config={config} />
      </div>
    </div>
  );
}

// What the run is called, and where the weights go.
import { repoNameProblem } from '@hubdesk/shared/datasets/repo-name';
import { Select } from '../../ui/select.tsx';
import { Switch } from '../../ui/switch.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { isRunName } from './check-config.ts';
import { repoName, repoOwner } from './form-choices.ts';
import { Part } from '../../ui/part.tsx';
import type { TrainForm } from './use-train-form.ts';

export function ResultPart({ form }: { form: TrainForm }) {
  const { config, account, decide, set } = form;
  const { output, name } = config;
  const [owner, repo] = [repoOwner(config), repoName(config)];
  const token = account?.token;
  const owners = [
    ...(account?.identity ? [{ value: account.identity.name, label: account.identity.name, hint: 'You' }] : []),
    ...(account?.identity?.organizations ?? []).map((organization) => {
      const barred =
        organization.restrictions.length > 0 || (token?.writesTo && !token.writesTo.includes(organization.name));
      return {
        value: organization.name,
        label: organization.name,
        hint: barred ? 'Your token may not write there' : 'Organization',
        disabled: Boolean(barred),
      };
    }),
  ];
  const isKnown = owners.some(({ value }) => value === owner);
  return (
    <Part id="result" title="Result" about="The weights are pushed to a repository of yours when the run is done.">
      <div className="grid grid-cols-[repeat(auto-fit,minmax(min(20rem,100%),1fr))] gap-x-6 gap-y-5">
        <TextField
          label="Name of the run"
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          maxLength={80}
          value={name}
          error={isRunName(name) ? undefined : 'Letters, digits, “.”, “-” and “_”.'}
          onChange={(event) => decide('name', { name: event.target.value })}
        />
        <div className="grid grid-cols-[minmax(7rem,2fr)_auto_minmax(9rem,3fr)] items-start gap-2">
          <Select
            label="Weights go to"
            options={isKnown ? owners : [...owners, { value: owner, label: owner, hint: 'Not one of yours' }]}
            value={owner}
            onChange={(next) => set({ output: { ...output, repo: `${next}/${repo}` } })}
          />
          <span aria-hidden className="pt-8 text-ink-3">
            /
          </span>
          <TextField
            label="Repository"
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
            maxLength={96}
            value={repo}
            error={repoNameProblem(repo) ?? undefined}
            onChange={(event) =>
              decide('repo', { output: { ...output, repo: `${owner}/${event.target.value.replaceAll('/', '')}` } })
            }
          />
        </div>
      </div>
      <Switch
        label="Private"
        hint={
          output.private
            ? 'Only you, and your organization if it is in one, can see the weights.'
            : 'Everybody can see and download the weights.'
        }
        checked={output.private}
        onChange={(isPrivate) => set({ output: { ...output, private: isPrivate } })}
      />
    </Part>
  );
}

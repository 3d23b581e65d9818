// What the app does with the model, and what it is asked at the end.
import { ArrowDown, ArrowUp, Plus, Trash2 } from 'lucide-react';
import { useRef } from 'react';
import type { DeployTemplate } from '@hubdesk/shared/spaces/deploy-kinds';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Part } from '../../ui/part.tsx';
import { RadioCards } from '../../ui/radio-cards.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { templateWords } from './deploy-words.ts';
import { NumberField } from './number-field.tsx';
import { OverriddenNote } from './overridden-note.tsx';
import type { DeployForm } from './use-deploy-form.ts';

const templates = ['chat', 'completion', 'embeddings', 'classification'] as const satisfies readonly DeployTemplate[];

export function DoesPart({ form }: { form: DeployForm }) {
  const { config, facts, source, set, decide } = form;
  const { kind, template } = config;
  const able = facts.model?.templates ?? null;
  const runs = kind !== 'static' && kind !== 'job' && source === 'model';
  const writes = template === 'chat' || template === 'completion';
  return (
    <Part
      id="does"
      title="What it does"
      about={
        source === 'folder'
          ? 'The app is yours. It is asked this when it is up, to see whether it answers.'
          : kind === 'static'
            ? 'The page tells what the model is for; nothing runs.'
            : 'It is called ready when it was asked the question below, and answered.'
      }
    >
      {source === 'model' && (
        <RadioCards
          label="Kind of app"
          hideLabel
          className="rail:grid-cols-2"
          cards={templates.map((each) => ({
            value: each,
            label: templateWords[each].label,
            help: templateWords[each].help,
            end: able?.[0] === each ? <Badge>Fits the model</Badge> : undefined,
            problem:
              able && able.length > 0 && !able.includes(each)
                ? 'This model is made for something else.'
                : kind === 'job' && (each === 'embeddings' || each === 'classification')
                  ? 'Only models that write text are served on a job.'
                  : null,
          }))}
          value={template === 'folder' ? null : template}
          onChange={(next) => decide('template', { template: next })}
        />
      )}
      {source === 'model' && template === 'chat' && kind !== 'job' && (
        <TextArea
          label="System prompt"
          className="max-h-72"
          maxLength={8_000}
          placeholder="You are a helpful assistant."
          hint={
            kind === 'static'
              ? 'Shown on the page.'
              : 'Said to the model before every conversation; visitors can change it.'
          }
          value={config.systemPrompt}
          onChange={(event) => set({ systemPrompt: event.target.value })}
        />
      )}
      {source === 'model' && kind !== 'job' && <Examples form={form} />}
      {runs && (writes || kind === 'zero-gpu') && (
        <div className="grid grid-cols-[repeat(auto-fit,minmax(min(14rem,100%),1fr))] items-start gap-x-6 gap-y-5">
          {writes && (
            <>
              <NumberField
                form={form}
                place="does"
                label="Max new tokens"
                min={16}
                max={8_192}
                value={config.maxNewTokens}
                hint="A longer answer is cut there."
                onChange={(maxNewTokens) => set({ maxNewTokens })}
              />
              <NumberField
                form={form}
                place="does"
                label="Temperature"
                fractions
                min={0}
                max={2}
                value={config.temperature}
                hint="0 always takes the likeliest word."
                onChange={(temperature) => set({ temperature })}
              />
            </>
          )}
          {kind === 'zero-gpu' && (
            <NumberField
              form={form}
              place="does"
              label="GPU seconds for one answer"
              min={5}
              max={600}
              value={config.gpuSeconds}
              hint="At most. Who has less left for the day is refused."
              onChange={(gpuSeconds) => set({ gpuSeconds })}
            />
          )}
        </div>
      )}
      {kind !== 'static' && (
        <TextArea
          label="Question asked at the end"
          className="max-h-48 min-h-11!"
          rows={1}
          maxLength={2_000}
          aria-invalid={config.question.trim() === '' || undefined}
          value={config.question}
          onChange={(event) => decide('question', { question: event.target.value })}
        />
      )}
      <OverriddenNote form={form} paths={['app.py', 'index.html']} what="answers" />
    </Part>
  );
}

const mostExamples = 20;

function Examples({ form: { config, decide } }: { form: DeployForm }) {
  const { examples } = config;
  const list = useRef<HTMLUListElement>(null);
  const change = (next: string[]) => decide('examples', { examples: next });
  const focus = (at: number, selector: string) =>
    requestAnimationFrame(() => list.current?.children[at]?.querySelector<HTMLElement>(selector)?.focus());
  const move = (at: number, by: 1 | -1) => {
    const moved = examples[at] ?? '';
    change(examples.toSpliced(at, 1).toSpliced(at + by, 0, moved));
    const edge = by === 1 ? at + by === examples.length - 1 : at + by === 0;
    focus(at + by, `[data-move="${edge ? -by : by}"]`);
  };
  return (
    <fieldset className="grid min-w-0 gap-2.5">
      <legend className="text-sm font-medium text-ink">Examples</legend>
      <p className="text-sm text-ink-3">
        {config.kind === 'static' ? 'Shown on the page.' : 'A visitor can press one instead of typing.'}
      </p>
      <ul ref={list} className="grid gap-2 empty:hidden">
        {examples.map((example, at) => (
          <li key={at} className="grid grid-cols-[minmax(0,1fr)_auto] items-start gap-1">
            <TextField
              label={`Example ${at + 1}`}
              hideLabel
              className="gap-0.5!"
              autoComplete="off"
              maxLength={500}
              value={example}
              error={example.trim() === '' ? 'Write it, or take it away.' : undefined}
              onChange={(event) => change(examples.with(at, event.target.value))}
            />
            <span className="flex">
              <IconButton
                icon={ArrowUp}
                label={`Move example ${at + 1} up`}
                data-move={-1}
                disabled={at === 0}
                onClick={() => move(at, -1)}
              />
              <IconButton
                icon={ArrowDown}
                label={`Move example ${at + 1} down`}
                data-move={1}
                disabled={at === examples.length - 1}
                onClick={() => move(at, 1)}
              />
              <IconButton
                icon={Trash2}
                label={`Remove example ${at + 1}`}
                onClick={() => change(examples.toSpliced(at, 1))}
              />
            </span>
          </li>
        ))}
      </ul>
      {examples.length < mostExamples && (
        <Button
          size="small"
          icon={Plus}
          className="justify-self-start"
          onClick={() => {
            change([...examples, '']);
            focus(examples.length, 'input');
          }}
        >
          Add an example
        </Button>
      )}
    </fieldset>
  );
}

// How the model is to answer, in every conversation. What is left alone is the
// model's own choice, and says so.
import { X } from 'lucide-react';
import { useState } from 'react';
import { explain } from '../../api/explain.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { HelpTip } from '../../ui/help-tip.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { Slider } from '../../ui/slider.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { readMaxTokens } from './read-max-tokens.ts';
import { type ChatSettings, countOwnChoices } from './use-chat-settings.ts';

const firstTemperature = 0.7;

export function ChatSettingsPanel({ settings, onClose }: { settings: ChatSettings; onClose: () => void }) {
  const { choices, change, reset, failure, retry } = settings;
  const [resets, setResets] = useState(0);
  return (
    <div className="flex h-full flex-col">
      <div className="shrink-0 border-b border-line">
        <div className="flex h-15 items-center justify-between pr-3 pl-5">
          <h2 className="text-base font-semibold text-ink">Chat settings</h2>
          <IconButton icon={X} label="Close the settings" size="small" onClick={onClose} />
        </div>
      </div>
      <div className="grid flex-1 content-start gap-6 overflow-y-auto p-5">
        {failure && <ErrorNotice explanation={explain(failure)} onRetry={retry} />}
        <TextArea
          label="System prompt"
          hint="Said to the model before every conversation."
          placeholder="None"
          value={choices.system}
          maxLength={100_000}
          onChange={(event) => change({ system: event.target.value })}
          className="max-h-80 min-h-28"
        />
        <div className="grid gap-3">
          <div className="flex items-end gap-1">
            <Segmented
              label="Temperature"
              options={[
                { value: 'model', label: 'Model default' },
                { value: 'own', label: 'My own' },
              ]}
              value={choices.temperature === null ? 'model' : 'own'}
              onChange={(value) => change({ temperature: value === 'model' ? null : firstTemperature })}
            />
            <span className="mb-1.5">
              <HelpTip question="What does temperature do?">
                Near 0 the model takes the likeliest word almost every time. Higher values are livelier and less
                dependable; above 1.2 many models lose the thread.
              </HelpTip>
            </span>
          </div>
          {choices.temperature !== null && (
            <Slider
              label="Steady to lively"
              min={0}
              max={2}
              step={0.05}
              value={choices.temperature}
              format={(value) => value.toFixed(2)}
              onChange={(temperature) => change({ temperature })}
            />
          )}
        </div>
        <MaxTokensField key={resets} value={choices.maxTokens} onChange={(maxTokens) => change({ maxTokens })} />
      </div>
      <div className="flex min-h-14 shrink-0 items-center justify-between gap-3 border-t border-line px-5 py-2.5">
        <p className="text-xs text-ink-3">Kept on this computer.</p>
        <Button
          size="small"
          disabled={countOwnChoices(choices) === 0}
          onClick={() => {
            reset();
            setResets(resets + 1);
          }}
        >
          Reset all
        </Button>
      </div>
    </div>
  );
}

function MaxTokensField({ value, onChange }: { value: number | null; onChange: (value: number | null) => void }) {
  const [typed, setTyped] = useState<string | null>(null);
  const shown = typed ?? (value === null ? '' : String(value));
  const isInvalid = readMaxTokens(shown) === 'invalid';
  return (
    <TextField
      label="Longest answer, in tokens"
      inputMode="numeric"
      placeholder="Model default"
      hint="A token is about three quarters of a word. Empty leaves it to the model."
      error={isInvalid && 'A whole number from 1 to 1,000,000.'}
      value={shown}
      onChange={(event) => {
        const next = event.target.value;
        const read = readMaxTokens(next);
        setTyped(next);
        if (read !== 'invalid') onChange(read);
      }}
      onBlur={() => isInvalid || setTyped(null)}
    />
  );
}

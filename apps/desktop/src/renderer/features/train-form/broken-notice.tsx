// Says that a text was typed which cannot be read yet, so the form shows what
// stood before it, and leads back to it.
import { CircleAlert } from 'lucide-react';
import { Button } from '../../ui/button.tsx';
import type { TextFormat } from './config-text.ts';
import type { TrainForm } from './use-train-form.ts';

export interface BrokenNoticeProps {
  form: TrainForm;
  /** The text that shows here anyway. */
  besides: TextFormat | null;
  onGo: (format: TextFormat) => void;
}

export function BrokenNotice({ form: { broken, setBroken }, besides, onGo }: BrokenNoticeProps) {
  const formats = (['json', 'yaml'] as const).filter((format) => format !== besides && broken[format] !== undefined);
  return formats.map((format) => (
    <div
      key={format}
      role="alert"
      className="flex flex-wrap items-center gap-3 rounded-lg border border-line-strong p-3"
    >
      <CircleAlert aria-hidden className="size-4.5 text-ink" strokeWidth={1.75} />
      <p className="min-w-48 flex-1 text-sm text-ink-2">
        What you typed as {format.toUpperCase()} cannot be read yet. It is kept; here stands what was there before.
      </p>
      <div className="flex gap-2">
        <Button size="small" onClick={() => onGo(format)}>
          Go back to it
        </Button>
        <Button size="small" variant="quiet" onClick={() => setBroken(format, null)}>
          Throw it away
        </Button>
      </div>
    </div>
  ));
}

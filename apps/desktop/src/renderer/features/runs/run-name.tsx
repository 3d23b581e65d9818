import { Link } from '@tanstack/react-router';
import { ArrowLeft } from 'lucide-react';
import type { Run } from '@hubdesk/shared/train/run';
import { kindWords } from '../../api/run-words.ts';
import { Badge } from '../../ui/badge.tsx';
import { cx } from '../../ui/cx.ts';
import { visibleText } from '../../ui/visible-text.ts';
import { methodWords } from './run-words.ts';

/** The run's name as a link to its page, with what kind of run it is where it is not a training. */
export function RunName({ run, className }: { run: Run; className?: string }) {
  const kind = kindWords[run.kind];
  return (
    <span className="flex min-w-0 items-center gap-2">
      <Link
        to="/train/run/$run"
        params={{ run: run.id }}
        className={cx('truncate font-medium text-ink hover:underline hover:underline-offset-3', className)}
      >
        <bdi>{visibleText(run.name)}</bdi>
      </Link>
      {kind !== null && <Badge>{kind}</Badge>}
    </span>
  );
}

export interface RunSourcesProps {
  run: Run;
  /** Leaves out how where there is little room. */
  brief?: boolean;
  className?: string;
}

/** `tiny-llama ← small-questions · SFT · LoRA`: what was trained on what, and how. */
export function RunSources({ run: { model, dataset, config }, brief = false, className }: RunSourcesProps) {
  const method = config ? methodWords(config) : null;
  if (model === null && dataset === null) {
    return <span className={className}>{method ?? 'Started elsewhere; its settings are not known'}</span>;
  }
  return (
    <span className={cx('flex min-w-0 items-center gap-1.5', className)}>
      {model !== null && (
        <bdi className="truncate" title={model}>
          {shortOf(model)}
        </bdi>
      )}
      {model !== null && dataset !== null && (
        <>
          <ArrowLeft aria-hidden className="size-3 shrink-0" strokeWidth={1.75} />
          <span className="sr-only">trained on</span>
        </>
      )}
      {dataset !== null && (
        <bdi className="truncate" title={dataset}>
          {shortOf(dataset)}
        </bdi>
      )}
      {method !== null && (
        <span className={cx("shrink-0 before:mr-1.5 before:content-['·']", brief && 'max-rail:hidden')}>{method}</span>
      )}
    </span>
  );
}

/** Without its namespace; the whole is in its title. */
function shortOf(repo: string): string {
  return repo.slice(repo.indexOf('/') + 1);
}

// Its address, and how a program asks it.
import { lazy, Suspense, useState } from 'react';
import type { Deployment } from '@hubdesk/shared/spaces/deployment';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { callSnippets } from './call-snippets.ts';

const CodeView = lazy(() => import('../../ui/code-view.tsx').then((module) => ({ default: module.CodeView })));

export function CallPart({ deployment }: { deployment: Deployment }) {
  const [form, setForm] = useState<'python' | 'javascript' | 'curl'>('python');
  if (deployment.state !== 'ready') return null;
  const snippets = callSnippets(deployment);
  const shown = snippets.find((snippet) => snippet.form === form) ?? snippets[0];
  if (!shown) return null;
  return (
    <section aria-labelledby="deployment-call" className="grid gap-3">
      <h2 id="deployment-call" className="text-base font-semibold text-ink">
        Ask it from a program
      </h2>
      <div className="grid gap-2">
        <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
          <Segmented
            label="Language"
            hideLabel
            options={snippets.map(({ form: value, label }) => ({ value, label }))}
            value={shown.form}
            onChange={setForm}
          />
          <span className="flex items-center gap-2 text-sm text-ink-3">
            {shown.needs}
            <CopyButton text={shown.text} label="Copy the code" />
          </span>
        </div>
        <Suspense fallback={<Skeleton className="h-32 w-full" />}>
          <CodeView text={shown.text} label={`How ${shown.label} asks it`} language={shown.language} />
        </Suspense>
      </div>
    </section>
  );
}

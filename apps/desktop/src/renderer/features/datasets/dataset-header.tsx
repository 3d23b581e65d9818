import { Download, ListChecks } from 'lucide-react';
import type { DatasetDetails } from '@hubdesk/shared/datasets/dataset';
import { downloadRepo } from '../../api/download-repo.ts';
import { explain } from '../../api/explain.ts';
import { toFailure } from '../../api/failure.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { ExternalLink } from '../../ui/external-link.tsx';
import { Fact } from '../../ui/fact.tsx';
import { formatBytes } from '../../ui/format-bytes.ts';
import { formatPlural, formatWhole } from '../../ui/format-count.ts';
import { Time } from '../../ui/time.tsx';
import { useDownload } from '../../ui/use-download.ts';
import { sizeCategoryWords } from './size-category.ts';
import { useOpenDraft } from './use-open-draft.ts';

const gatedWords = { auto: 'Gated: agree on its page', manual: 'Gated: its authors decide' };

/** What a dataset is, and the two things one comes for. */
export function DatasetHeader({ details }: { details: DatasetDetails }) {
  const open = useOpenDraft();
  const download = useDownload(details.id, downloadRepo('dataset', details.id));
  const error = open.error ?? download.error;
  const slash = details.id.indexOf('/') + 1;
  return (
    <header className="grid gap-3">
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="grid min-w-0 gap-1.5">
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
            <h1
              tabIndex={-1}
              data-page-heading
              className="text-2xl font-semibold tracking-tight [overflow-wrap:anywhere] text-ink"
            >
              <span className="font-normal text-ink-2">{details.id.slice(0, slash)}</span>
              {details.id.slice(slash)}
            </h1>
            {details.private && <Badge>Private</Badge>}
            {details.gated !== 'no' && <Badge>{gatedWords[details.gated]}</Badge>}
          </div>
          <p className="flex flex-wrap gap-x-2 gap-y-0.5 text-sm text-ink-2 tabular-nums">
            <Fact>{details.sizeCategory && sizeCategoryWords(details.sizeCategory)}</Fact>
            <Fact>{details.usedBytes !== null && formatBytes(details.usedBytes)}</Fact>
            <Fact>{details.license ? `Licence ${details.license}` : 'No licence given'}</Fact>
            <Fact>{details.languages.length > 0 && languageWords(details.languages)}</Fact>
            <Fact>{details.downloads !== null && `${formatWhole(details.downloads)} downloads`}</Fact>
            <Fact>
              {details.lastModified && (
                <>
                  Changed <Time iso={details.lastModified} />
                </>
              )}
            </Fact>
            <Fact>
              <ExternalLink href={details.url}>On the Hub</ExternalLink>
            </Fact>
          </p>
        </div>
        <div className="flex flex-wrap gap-2">
          <Button icon={Download} loading={download.starting} onClick={() => download.start()}>
            Download
          </Button>
          <Button
            variant="primary"
            icon={ListChecks}
            loading={open.isPending}
            onClick={() => open.mutate({ origin: { kind: 'hub', dataset: details.id, config: null } })}
          >
            Check it for training
          </Button>
        </div>
      </div>
      {details.description && <p className="line-clamp-2 max-w-[90ch] text-ink-2">{details.description}</p>}
      {error && <ErrorNotice explanation={explain(toFailure(error))} />}
    </header>
  );
}

const mostLanguages = 3;

function languageWords(languages: readonly string[]): string {
  const [first = '', ...rest] = languages;
  return languages.length <= mostLanguages ? [first, ...rest].join(', ') : formatPlural(languages.length, 'language');
}

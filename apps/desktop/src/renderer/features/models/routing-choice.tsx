// Who answers: one of the router's policies or one provider by name, each with
// what it would mean now. One group of radio buttons; the providers are a table.
import { Radio } from '@base-ui/react/radio';
import { RadioGroup } from '@base-ui/react/radio-group';
import { Braces, Wrench } from 'lucide-react';
import { useId } from 'react';
import type { ModelRow, Offer } from '@hubdesk/shared/models/model-row';
import { effectiveOffer, isLive } from '@hubdesk/shared/models/offer-choice';
import type { Routing } from '@hubdesk/shared/models/routing';
import { cx } from '../../ui/cx.ts';
import { formatTokens } from './format-count.ts';
import { formatPrice } from './format-price.ts';
import { formatDelay, formatSpeed } from './format-speed.ts';
import { providerName } from './provider-names.ts';
import { policies, reachWords } from './routing-words.ts';
import { visibleText } from '../../ui/visible-text.ts';

export interface RoutingChoiceProps {
  row: ModelRow;
  routing: Routing;
  onChange: (routing: Routing) => void;
}

const named = 'provider ';

export function RoutingChoice({ row, routing, onChange }: RoutingChoiceProps) {
  const id = useId();
  const value = typeof routing === 'string' ? routing : named + routing.provider;
  return (
    <section className="grid gap-3">
      <h3 id={id} className="text-sm font-semibold text-ink">
        Who answers
      </h3>
      <RadioGroup
        aria-labelledby={id}
        value={value}
        onValueChange={(next) => onChange(routingOf(next))}
        className="grid gap-4"
      >
        <div className="divide-y divide-line rounded-lg border border-line">
          {policies.map(({ policy, label, meaning }) => (
            <label
              key={policy}
              htmlFor={`${id}-${policy}`}
              className="flex cursor-pointer gap-3 px-3.5 py-2.5 hover:bg-hover"
            >
              <Dot id={`${id}-${policy}`} value={policy} label={label} />
              <span className="grid min-w-0">
                <span className="text-base font-medium text-ink">{label}</span>
                <span className="text-sm text-ink-3">
                  {meaning}. Now: <span className="text-ink-2">{reachWords(effectiveOffer(row, policy))}</span>
                </span>
              </span>
            </label>
          ))}
        </div>
        {row.offers.length > 0 && <Offers offers={row.offers} />}
      </RadioGroup>
    </section>
  );
}

function Offers({ offers }: { offers: readonly Offer[] }) {
  return (
    <table className="w-full table-fixed text-sm">
      <caption className="mb-1 text-left text-sm text-ink-3">Or one provider, whatever the others do</caption>
      <thead>
        <tr className="border-b border-line-strong text-xs text-ink-3 [&>th]:pb-1.5 [&>th]:font-medium">
          <th scope="col" className="text-left">
            Provider
          </th>
          <th scope="col" className="w-11 text-right">
            <abbr title="Context length in tokens" className="no-underline">
              Ctx
            </abbr>
          </th>
          <th scope="col" className="w-14 text-right" title="USD per million input tokens">
            In
          </th>
          <th scope="col" className="w-14 text-right" title="USD per million output tokens">
            Out
          </th>
          <th scope="col" className="w-15 text-right" title="Wait for the first token">
            First
          </th>
          <th scope="col" className="w-12 text-right" title="Tokens a second">
            Tok/s
          </th>
        </tr>
      </thead>
      <tbody>
        {offers.map((offer) => (
          <OfferRow key={offer.provider} offer={offer} />
        ))}
      </tbody>
    </table>
  );
}

function OfferRow({ offer }: { offer: Offer }) {
  const id = useId();
  const { provider, contextLength, inputUsdPerMTok, outputUsdPerMTok, firstTokenMs, tokensPerSecond, isFree } = offer;
  const name = providerName(visibleText(provider));
  const live = isLive(offer);
  const price = (usd: number | null) => (isFree ? 'Free' : usd === null ? '–' : formatPrice(usd));
  return (
    <tr className={cx('border-b border-line tabular-nums [&>td]:text-right', live ? 'text-ink-2' : 'text-ink-3')}>
      <th scope="row" className="font-normal">
        <label
          htmlFor={id}
          className="flex min-h-11 cursor-pointer items-center gap-2.5 py-1.5 text-left has-data-disabled:cursor-default"
        >
          <Dot id={id} value={named + provider} label={name} disabled={!live} />
          <span className="grid min-w-0">
            <span className={cx('truncate font-medium', live && 'text-ink')}>{name}</span>
            <span className="flex items-center gap-1.5 text-xs text-ink-3 empty:hidden">
              {!live && statusWords(offer.status)}
              {live && offer.tools === true && <Ability icon={Wrench} label="Tools" />}
              {live && offer.structuredOutput === true && <Ability icon={Braces} label="Structured output" />}
              {live && offer.isModelAuthor && 'its maker'}
            </span>
          </span>
        </label>
      </th>
      <td>{contextLength === null ? '–' : formatTokens(contextLength)}</td>
      <td>{price(inputUsdPerMTok)}</td>
      <td>{price(outputUsdPerMTok)}</td>
      <td>{firstTokenMs === null ? '–' : formatDelay(firstTokenMs)}</td>
      <td>{tokensPerSecond === null ? '–' : formatSpeed(tokensPerSecond)}</td>
    </tr>
  );
}

function Ability({ icon: Icon, label }: { icon: typeof Wrench; label: string }) {
  return (
    <span title={label}>
      <Icon aria-hidden className="size-3.5" strokeWidth={1.75} />
      <span className="sr-only">{label}</span>
    </span>
  );
}

function Dot({ id, value, label, disabled = false }: { id: string; value: string; label: string; disabled?: boolean }) {
  return (
    <Radio.Root
      id={id}
      value={value}
      disabled={disabled}
      aria-label={label}
      className="mt-0.5 grid size-4 shrink-0 place-items-center rounded-full border border-edge bg-surface data-checked:border-accent data-disabled:opacity-50"
    >
      <Radio.Indicator className="size-2 rounded-full bg-accent" />
    </Radio.Root>
  );
}

function routingOf(value: string): Routing {
  if (value.startsWith(named)) return { provider: value.slice(named.length) };
  return policies.find(({ policy }) => policy === value)?.policy ?? 'auto';
}

/** Any status but `live`, which may be a word newer than this app. */
function statusWords(status: string): string {
  return status === 'error' ? 'not answering now' : visibleText(status);
}

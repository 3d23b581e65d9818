// Parts of one page under one another's names. One tab stop; the arrows move,
// and what is moved to shows.
import { Tabs as Base } from '@base-ui/react/tabs';
import type { ReactNode } from 'react';

export interface TabsProps<V extends string> {
  /** What the parts are parts of. */
  label: string;
  tabs: readonly { value: V; label: string; /** A count beside the name. */ end?: ReactNode; panel: ReactNode }[];
  value: V;
  onChange: (value: V) => void;
  /** Around the names, for instance the page's inner margins. */
  listClassName?: string;
  /** Each panel's element; only the one that shows exists. */
  panelClassName?: string;
  className?: string;
}

export function Tabs<V extends string>(props: TabsProps<V>) {
  const { label, tabs, value, onChange, listClassName = '', panelClassName, className } = props;
  return (
    <Base.Root value={value} onValueChange={(next: V) => onChange(next)} className={className}>
      <Base.List
        aria-label={label}
        activateOnFocus
        className={`flex shrink-0 gap-6 overflow-x-auto border-b border-line ${listClassName}`}
      >
        {tabs.map((tab) => (
          <Base.Tab
            key={tab.value}
            value={tab.value}
            className="-mb-px flex h-11 shrink-0 items-center gap-2 border-b-2 border-transparent text-base font-medium whitespace-nowrap text-ink-2 outline-offset-[-4px] select-none hover:text-ink data-active:border-accent data-active:text-ink"
          >
            {tab.label}
            {tab.end !== undefined && <span className="text-sm font-normal text-ink-3 tabular-nums">{tab.end}</span>}
          </Base.Tab>
        ))}
      </Base.List>
      {tabs.map((tab) => (
        <Base.Panel key={tab.value} value={tab.value} className={panelClassName}>
          {tab.panel}
        </Base.Panel>
      ))}
    </Base.Root>
  );
}

// What a Space is, for somebody who has none: three ways to have one, with the
// place it begins at.
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { buttonClasses } from '../../ui/button.tsx';

export function NoSpaces() {
  return (
    <section aria-label="How deploying works" className="grid gap-6 px-6 pt-4 rail:px-8">
      <div className="grid max-w-[62ch] justify-items-start gap-2">
        <h2 className="text-xl font-semibold tracking-tight text-ink">Put a model where others can ask it</h2>
        <p className="text-ink-2">
          A Space is a small app of yours that Hugging Face keeps running. Choose a model, trained here or anybody’s:
          Hubdesk writes the app, shows you every file before it is pushed, waits until it is built, and asks it a
          question. It is ready when it has answered.
        </p>
        <Link to="/spaces/new" className={buttonClasses('primary', 'medium', 'mt-2')}>
          Deploy a model
        </Link>
      </div>
      <ul className="grid gap-px overflow-hidden rounded-lg border border-line bg-line wide:grid-cols-3">
        <Way title="Free, on ZeroGPU">
          A large card is lent to your app for the seconds it needs. Each account has some minutes of it a day, and who
          asks uses their own.
        </Way>
        <Way title="On hardware of its own">
          A card or a processor by the hour, always up or asleep while nobody asks. You see the price before anything
          starts.
        </Way>
        <Way title="Served on a job">
          An address as OpenAI’s for your programs, with a deadline after which it costs nothing more. It needs credits
          and no plan.
        </Way>
      </ul>
    </section>
  );
}

function Way({ title, children }: { title: string; children: ReactNode }) {
  return (
    <li className="grid content-start gap-2 bg-surface p-6">
      <h3 className="text-lg font-semibold text-ink">{title}</h3>
      <p className="text-ink-2">{children}</p>
    </li>
  );
}

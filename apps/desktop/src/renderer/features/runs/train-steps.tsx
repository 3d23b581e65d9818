// What training is, for somebody who has never done it: three steps, each with
// the place it begins at.
import { Link } from '@tanstack/react-router';
import { type ReactNode } from 'react';
import { buttonClasses } from '../../ui/button.tsx';

export function TrainSteps() {
  return (
    <section aria-label="How training works" className="grid gap-6 px-6 pt-4 rail:px-8">
      <div className="grid max-w-[62ch] gap-2">
        <h2 className="text-xl font-semibold tracking-tight text-ink">Teach a model something of yours</h2>
        <p className="text-ink-2">
          You show it examples, a rented card on Hugging Face does the work, and the new weights go to a repository of
          yours. You see the most it can cost before anything starts, and can stop it at any time.
        </p>
      </div>
      <ol className="grid gap-px overflow-hidden rounded-lg border border-line bg-line wide:grid-cols-3">
        <Step
          number={1}
          title="Examples"
          action={
            <Link to="/datasets" className={buttonClasses('secondary', 'small')}>
              Go to the datasets
            </Link>
          }
        >
          A few hundred good conversations, questions with answers, or pairs of a better and a worse answer. Hubdesk
          checks them and puts them on the Hub.
        </Step>
        <Step
          number={2}
          title="A model"
          action={
            <Link to="/models" className={buttonClasses('secondary', 'small')}>
              Look at the models
            </Link>
          }
        >
          One that is already good at language. Small ones of one to four billion parameters learn quickly and for
          little money.
        </Step>
        <Step
          number={3}
          title="A run"
          action={
            <Link to="/train/new" className={buttonClasses('primary', 'small')}>
              Set up a run
            </Link>
          }
        >
          Everything is looked at before it starts: access, rows, memory, price. Then you watch the loss fall, close the
          app if you like, and find the weights proven to be there.
        </Step>
      </ol>
    </section>
  );
}

function Step({
  number,
  title,
  action,
  children,
}: {
  number: number;
  title: string;
  action: ReactNode;
  children: ReactNode;
}) {
  return (
    <li className="grid grid-rows-[auto_auto_1fr_auto] gap-2 bg-surface p-6">
      <span aria-hidden className="text-3xl font-semibold tracking-tight text-ink-3">
        {number}
      </span>
      <h3 className="text-lg font-semibold text-ink">{title}</h3>
      <p className="text-ink-2">{children}</p>
      <div className="mt-2">{action}</div>
    </li>
  );
}

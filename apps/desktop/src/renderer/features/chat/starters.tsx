import { CornerDownRight } from 'lucide-react';

const prompts = [
  'Explain low-rank adapters to somebody who knows Python but not machine learning.',
  'Write a Python function that splits a JSONL file into train and test sets, with a fixed seed.',
  'Compare full fine-tuning, LoRA and prompting in a table: cost, data needed, when to choose it.',
  'I have 500 support tickets. How should I turn them into training examples?',
];

/** Ways to begin, put into the composer rather than sent, so that they can be made one's own. */
export function Starters({ model, onChoose }: { model: string; onChoose: (prompt: string) => void }) {
  return (
    <div className="grid w-full gap-5">
      <h2 className="text-2xl font-semibold tracking-tight text-ink [overflow-wrap:anywhere]">
        What should {model} do?
      </h2>
      <ul aria-label="Ways to begin" className="border-y border-line [&>li+li]:border-t [&>li+li]:border-line">
        {prompts.map((prompt) => (
          <li key={prompt}>
            <button
              type="button"
              onClick={() => onChoose(prompt)}
              className="group flex w-full items-start gap-3 px-2 py-3 text-left text-base text-ink-2 hover:bg-hover hover:text-ink focus-visible:outline-offset-[-2px]"
            >
              <CornerDownRight
                aria-hidden
                className="mt-0.75 size-4 shrink-0 text-ink-3 group-hover:text-accent-text"
                strokeWidth={1.75}
              />
              {prompt}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

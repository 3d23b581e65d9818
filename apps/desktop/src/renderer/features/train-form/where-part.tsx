// Where it runs, for how long at most, and who pays.
import { Part } from '../../ui/part.tsx';
import { AdvancedPart } from './advanced-part.tsx';
import { BudgetLine } from './budget-line.tsx';
import { HardwareChoice } from './hardware-choice.tsx';
import { PayerField } from './payer-field.tsx';
import { TimeoutField } from './timeout-field.tsx';
import type { TrainForm } from './use-train-form.ts';

export function WherePart({ form }: { form: TrainForm }) {
  return (
    <Part id="where" title="Where" about="A machine of Hugging Face for as long as the run takes, paid by the minute.">
      <HardwareChoice form={form} />
      <div className="grid grid-cols-[repeat(auto-fit,minmax(min(18rem,100%),1fr))] gap-x-6 gap-y-5">
        <TimeoutField form={form} />
        <PayerField form={form} />
      </div>
      <BudgetLine form={form} />
      <AdvancedPart form={form} />
    </Part>
  );
}

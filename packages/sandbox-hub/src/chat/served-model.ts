// Finds what a router path asks for: a model that one provider serves for one of some tasks.
// `providerId` is the provider's own name for it, which may differ from the model id.
import { Refusal } from '../http/reply.ts';
import type { HubRequest } from '../http/route-table.ts';
import type { HubContext } from '../hub-context.ts';
import type { ModelRecord, Serving } from '../models/model-record.ts';
import { requireCaller } from '../caller.ts';
import { payerOf, inferenceEntry } from './payer.ts';

const USD_A_REQUEST = 0.000_012;

/** Refuses with the 404 that hf-inference and the providers give for what they have not. */
export function servedModel(
  { store }: HubContext,
  provider: string,
  providerId: string,
  tasks: readonly string[],
): { model: ModelRecord; serving: Serving } {
  for (const model of store.catalogue.all()) {
    const serving = model.servings.find(
      (each) => each.provider === provider && tasks.includes(each.task) && (each.providerId ?? model.id) === providerId,
    );
    if (serving && !model.private) return { model, serving };
  }
  throw new Refusal(404, `Model ${providerId} is not supported by provider ${provider}`);
}

/** Who asks and who pays; `charge` takes the price of `requests` requests from the payer. */
export function openAccount(hub: HubContext, request: HubRequest): { charge(subject: string, requests: number): void } {
  const caller = requireCaller(hub.store, request.headers);
  const payer = payerOf(hub.store, caller, request.headers['x-hf-bill-to']);
  return {
    charge: (subject, requests) =>
      hub.store.spend(payer, requests * USD_A_REQUEST, inferenceEntry(hub, request, subject)),
  };
}

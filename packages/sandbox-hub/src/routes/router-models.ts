// The inference router's catalogue: `/v1/models` and one model of it. Nobody needs a token for these.
import { ROUTER_PREFIX, type HubContext } from '../hub-context.ts';
import { json, Refusal, type Reply } from '../http/reply.ts';
import type { Route } from '../http/route-table.ts';
import { routerModel } from '../models/serving-view.ts';

export function routerModelRoutes({ store }: HubContext): Route[] {
  return [
    { method: 'GET', pattern: `${ROUTER_PREFIX}/v1/models`, answer: list },
    {
      method: 'GET',
      pattern: `${ROUTER_PREFIX}/v1/models/:namespace/:name`,
      answer: ({ params }) => {
        const id = `${params.namespace}/${params.name}`;
        const model = store.catalogue.find(id);
        const shown = model && routerModel(model);
        if (!shown) {
          const message = `The model '${id}' does not exist`;
          throw new Refusal(404, {
            error: { message, type: 'invalid_request_error', param: 'model', code: 'model_not_found' },
          });
        }
        return json(shown);
      },
    },
  ];

  function list(): Reply {
    const data = store.catalogue.all().flatMap((model) => routerModel(model) ?? []);
    return json({ object: 'list', data });
  }
}

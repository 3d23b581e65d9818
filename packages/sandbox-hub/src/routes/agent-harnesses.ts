// `GET /api/agent-harnesses`: the `hf` tool asks for it now and then and is content with a 404.
import { Refusal } from '../http/reply.ts';
import type { Route } from '../http/route-table.ts';

export function agentHarnessRoutes(): Route[] {
  return [
    {
      method: 'GET',
      pattern: '/api/agent-harnesses',
      answer: () => {
        throw new Refusal(404, 'Not found');
      },
    },
  ];
}

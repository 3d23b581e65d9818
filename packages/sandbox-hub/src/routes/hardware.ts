// `GET /api/jobs/hardware`: what Jobs can be run on, with prices. Public.
import { json } from '../http/reply.ts';
import type { Route } from '../http/route-table.ts';
import { FLAVORS, hardwareWire } from '../jobs/hardware.ts';

export function hardwareRoutes(): Route[] {
  return [
    { method: 'GET', pattern: '/api/jobs/hardware', answer: () => json([...FLAVORS.values()].map(hardwareWire)) },
  ];
}

// The contract over HTTP, for scripts and curl, and its description. Derived
// from the router: nothing here knows an operation.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { OpenAPIGenerator } from '@orpc/openapi';
import { OpenAPIHandler } from '@orpc/openapi/node';
import type { AnyRouter } from '@orpc/server';
import { BodyLimitPlugin } from '@orpc/server/node';
import { ZodToJsonSchemaConverter } from '@orpc/zod/zod4';
import { maxBodyBytes } from './guard.ts';
import { noInputConverter, readNoInput } from './no-input.ts';

export type Rest = (request: IncomingMessage, response: ServerResponse, pathname: string) => Promise<void>;

export function createRest(options: { router: AnyRouter; origin: string; version: string }): Rest {
  const { router, origin, version } = options;
  const handler = new OpenAPIHandler(router, {
    plugins: [new BodyLimitPlugin({ maxBodySize: maxBodyBytes })],
    clientInterceptors: [
      ({ next, ...options }) => next({ ...options, input: readNoInput(options.procedure, options.input) }),
    ],
  });
  let document: Promise<string> | undefined;

  return async (request, response, pathname) => {
    if (pathname === '/api/openapi.json' && request.method === 'GET') {
      document ??= openApiDocument(router, { version, url: `${origin}/api` }).then((it) => JSON.stringify(it));
      response.writeHead(200, { 'Content-Type': 'application/json' }).end(await document);
      return;
    }
    const { matched } = await handler.handle(request, response, { prefix: '/api', context: {} });
    if (!matched) response.writeHead(404).end();
  };
}

/** The OpenAPI document of a router, or of the contract itself. `url` is where its routes begin. */
export function openApiDocument(
  router: Parameters<OpenAPIGenerator['generate']>[0],
  server: { version: string; url: string },
) {
  const generator = new OpenAPIGenerator({ schemaConverters: [noInputConverter, new ZodToJsonSchemaConverter()] });
  return generator.generate(router, {
    info: {
      title: 'Hubdesk',
      version: server.version,
      description:
        'Everything the app can do. Each start of the app has a bearer of its own. A POST carries `Content-Type: application/json` and `Origin` set to the address of this server.',
    },
    servers: [{ url: server.url }],
    security: [{ bearer: [] }],
    components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } } },
  });
}

import fastify, { type FastifyInstance } from 'fastify';
import type { ControlPanel } from '../control/control-panel.ts';
import type { FaultBook } from '../control/faults/fault-book.ts';
import type { Log } from '../log.ts';
import type { Provider } from '../provider.ts';
import { registerInAccount } from './account-scope.ts';
import { registerAccountRoutes } from './account.routes.ts';
import { registerControlRoutes } from './control.routes.ts';
import { registerFaultRoutes } from './fault.routes.ts';
import { registerLookupRoutes } from './lookup.routes.ts';
import { registerMoneyRoutes } from './money.routes.ts';
import { registerNoticeRoutes, type NoticeRouteParts } from './notice.routes.ts';
import { registerRecordRoutes } from './record.routes.ts';
import { refuseRequest } from './refuse-request.ts';
import type { WhenDurable } from './when-durable.ts';

export interface ServerParts extends NoticeRouteParts {
  readonly provider: Provider;
  readonly control: ControlPanel;
  readonly faults: FaultBook;
  /** Resolves when everything recorded so far is on the disk. */
  readonly durable: () => Promise<void>;
  readonly log: Log;
}

export function buildServer(parts: ServerParts): FastifyInstance {
  const app = fastify({
    bodyLimit: 64 * 1024,
    // A sender that never finishes its request must not hold a connection, or the stop, for ever.
    requestTimeout: 30_000,
    // A provider key of 255 characters, each percent-encoded.
    routerOptions: { maxParamLength: 3 * 255 },
  });
  app.setNotFoundHandler((request, reply) =>
    refuseRequest(reply, 404, 'not_found', `There is no ${request.method} ${request.url} here.`),
  );
  app.setErrorHandler<Error & { statusCode?: number }>((error, request, reply) => {
    const httpStatus = error.statusCode ?? 500;
    if (httpStatus < 500) return refuseRequest(reply, httpStatus, 'invalid_request', error.message);
    parts.log('error', 'a request failed', { method: request.method, url: request.url, error: String(error) });
    return refuseRequest(reply, 500, 'internal_error', 'The simulator failed; whether it acted is in its record.');
  });
  registerRoutes(app, parts);
  return app;
}

function registerRoutes(app: FastifyInstance, parts: ServerParts): void {
  const { provider, record, durable } = parts;
  // The answer is taken first, so that what it tells is among what is waited for.
  const whenDurable: WhenDurable = async (answer) => durable().then(() => answer);
  registerInAccount(app, record.account, (scope) => {
    registerMoneyRoutes(scope, provider);
    registerLookupRoutes(scope, { provider, record, whenDurable });
  });
  registerAccountRoutes(app, record.account, parts.control);
  registerRecordRoutes(app, { record, whenDurable });
  registerControlRoutes(app, parts.control);
  registerFaultRoutes(app, parts.faults);
  registerNoticeRoutes(app, parts);
  app.get('/livez', () => ({ status: 'ok' }));
}

import type { FastifyInstance } from 'fastify';
import { refuseRequest } from './refuse-request.ts';

/**
 * Routes that act on, or tell of, the money of one account. Each JSON answer says whose, errors too. A caller that
 * names another account is refused before its body is even read: nothing happens, nothing is kept or counted.
 */
export function registerInAccount(
  app: FastifyInstance,
  account: string,
  registerRoutes: (scope: FastifyInstance) => void,
): void {
  app.register(async (scope) => {
    scope.addHook('onRequest', async ({ headers }, reply) => {
      const named = headers['provider-account'];
      if (named === undefined || named === account) return undefined;
      const message = 'Provider-Account names another account than this one. Nothing was done.';
      return refuseRequest(reply, 421, 'account_mismatch', message);
    });
    scope.addHook('preSerialization', async (_request, _reply, payload) =>
      typeof payload === 'object' ? { ...payload, account } : payload,
    );
    registerRoutes(scope);
  });
}

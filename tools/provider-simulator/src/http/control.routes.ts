import type { FastifyInstance } from 'fastify';
import type { ControlPanel } from '../control/control-panel.ts';
import { refuseRequest } from './refuse-request.ts';

/** The only way to make the provider behave otherwise. */
export function registerControlRoutes(app: FastifyInstance, control: ControlPanel): void {
  app.get('/control', () => control.settings());

  app.put('/control', (request, reply) => {
    const change = control.replace(request.body);
    if (change.outcome === 'refused') return refuseRequest(reply, 400, 'invalid_request', change.message);
    return reply.send(control.settings());
  });
}

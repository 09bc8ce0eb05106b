import type { FastifyInstance } from 'fastify';
import type { ControlPanel } from '../control/control-panel.ts';

/** Who the provider is, and what it declares about its keys at this moment. */
export function registerAccountRoutes(app: FastifyInstance, account: string, control: ControlPanel): void {
  app.get('/v1/account', () => {
    const { mode, windowMs } = control.keyPolicy;
    return { account, key_mode: mode, key_window_ms: windowMs };
  });
}

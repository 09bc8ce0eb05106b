import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { parseEnv } from '@once/config';
import { startService } from '@once/observability';
import type { AddressInfo } from 'node:net';
import { AppModule } from '../src/app.module.ts';
import { chargeApiEnv } from '../src/config/charge-api.env.ts';
import { configureHttp } from '../src/http/configure-http.ts';
import { createAdapter } from '../src/http/create-adapter.ts';

export interface RunningChargeApi {
  app: NestFastifyApplication;
  /** Without a slash at its end. */
  url: string;
  port: number;
  close(): Promise<void>;
}

/** The service as `main.ts` starts it, in this process, on a free port of 127.0.0.1. */
export async function startChargeApi(variables: Record<string, string>): Promise<RunningChargeApi> {
  const quiet = { HOST: '127.0.0.1', PORT: '0', LOG_LEVEL: 'silent' };
  // A loaded machine makes the loop of a test late; the suite about that sets the limit that it is about. No limit
  // would be high enough: a loop that stood still for a whole sample counts as endlessly late.
  const env = parseEnv(chargeApiEnv, { ...quiet, MAX_EVENT_LOOP_DELAY_MS: '0', ...variables });
  const app = await startService(
    {
      name: 'charge-api',
      envSchema: chargeApiEnv,
      module: (parsed) => AppModule.register(parsed),
      adapter: createAdapter,
      connect: configureHttp,
    },
    env,
  );
  const { port } = app.getHttpServer().address() as AddressInfo;
  return { app, url: `http://127.0.0.1:${port}`, port, close: () => app.close() };
}

import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { SwaggerModule } from '@nestjs/swagger';
import { shedUnderPressure } from './admission/shed-under-pressure.ts';
import type { ChargeApiEnv } from '../config/charge-api.env.ts';
import { createDocument } from './openapi/create-document.ts';
import { configureExchange } from './configure-exchange.ts';
import { endConnectionsOnStop } from './end-connections-on-stop.ts';

/** Everything between the socket and the controllers. */
export async function configureHttp(app: NestFastifyApplication, env: ChargeApiEnv): Promise<void> {
  await shedUnderPressure(app, env.MAX_EVENT_LOOP_DELAY_MS);
  configureExchange(app);
  endConnectionsOnStop(app);
  SwaggerModule.setup('docs', app, () => createDocument(app), { jsonDocumentUrl: 'docs/openapi.json' });
}

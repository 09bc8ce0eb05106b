import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { ServiceModule } from '@once/observability';
import { AppModule } from '../app.module.ts';
import { chargeApiEnv } from '../config/charge-api.env.ts';
import { createDocument } from '../http/openapi/create-document.ts';

/** The document as the text that is committed. Preview mode builds the routes and nothing behind them. */
export async function renderDocument(): Promise<string> {
  const env = chargeApiEnv.parse({ DATABASE_URL: 'postgres://preview/preview', PROVIDER_URL: 'http://preview' });
  const logging = { service: 'charge-api', instance: 'preview', level: 'silent' };
  const root = ServiceModule.register(logging, AppModule.register(env));
  const app = await NestFactory.create(root, new FastifyAdapter(), {
    preview: true,
    logger: false,
    abortOnError: false,
  });
  const document = createDocument(app);
  await app.close();
  return `${JSON.stringify(document, null, 2)}\n`;
}

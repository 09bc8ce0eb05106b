import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { SwaggerModule } from '@nestjs/swagger';
import { HTTP_HEADERS } from '@once/contracts';
import { shedUnderPressure } from '../admission/shed-under-pressure.ts';
import { createDocument } from '../openapi/create-document.ts';

/** The largest body that a charge with full metadata needs is half of this. */
const BODY_LIMIT_BYTES = 64 * 1024;

/** Everything between the socket and the controllers. */
export async function configureHttp(app: NestFastifyApplication): Promise<void> {
  await shedUnderPressure(app);
  // Bytes as they came: a body is read only after the caller is known, and its numbers are judged on their text.
  app.useBodyParser('application/json', { bodyLimit: BODY_LIMIT_BYTES }, (_request, body, done) => done(null, body));
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onRequest', (request, reply, done) => {
      void reply.header(HTTP_HEADERS.requestId, request.id);
      done();
    });
  SwaggerModule.setup('docs', app, () => createDocument(app), { jsonDocumentUrl: 'docs/openapi.json' });
}

import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { schemaComponents } from './schema-components.ts';

const DESCRIPTION = `Charge a card once, even when everything fails.

Every POST needs an \`Idempotency-Key\`. The first request with a key runs; every later one gets the same bytes again,
marked \`Idempotent-Replayed: true\`. An answer is kept for 7 days unless configured otherwise; after that the same key
shows the resource as it is then, or the status and code of its refusal again, marked \`Idempotency-Expired: true\`,
and never runs a second time. The fingerprint of a request is the SHA-256 over the operation's name, the ids it acts on,
and the canonical JSON (RFC 8785) of the body as sent, before defaults.`;

/** Title, description and security of the public API. */
const createConfig = () =>
  new DocumentBuilder()
    .setTitle('charge-api')
    .setDescription(DESCRIPTION)
    .setVersion('1')
    .setOpenAPIVersion('3.1.0')
    .addServer('/', 'The service that serves this document.')
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'The API key of a tenant.' })
    .build();

const isPublic = (path: string): boolean => path.startsWith('/v1/');

/** The OpenAPI 3.1 document: routes from the controllers, schemas from the contract. */
export function createDocument(app: INestApplication): OpenAPIObject {
  const document = SwaggerModule.createDocument(app, createConfig());
  const paths = Object.fromEntries(Object.entries(document.paths).filter(([path]) => isPublic(path)));
  const schemas = schemaComponents() as NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>;
  return { ...document, paths, components: { ...document.components, schemas } };
}

import { describe, expect, it } from '@jest/globals';
import * as conventions from '@opentelemetry/semantic-conventions/incubating';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import {
  MESSAGING_ATTRIBUTES,
  MESSAGING_OPERATIONS,
  messagingSpan,
  SEMANTIC_CONVENTIONS_VERSION,
} from './messaging-attributes.ts';

const known = new Set<unknown>(Object.values(conventions));
const main = createRequire(import.meta.url).resolve('@opentelemetry/semantic-conventions');

describe('messaging conventions', () => {
  it('are those of the version that our schema names', () => {
    const manifest = readFileSync(join(dirname(main), '../package.json'), 'utf8');
    expect((JSON.parse(manifest) as { version: string }).version).toBe(SEMANTIC_CONVENTIONS_VERSION);
  });

  it.each(Object.values(MESSAGING_ATTRIBUTES))('know the attribute %s', (name) => {
    expect(known).toContain(name);
  });

  it.each(Object.values(MESSAGING_OPERATIONS).map(({ type }) => type))('know the operation type %s', (type) => {
    expect(known).toContain(type);
  });

  it('name a span by what is done and where', () => {
    expect(messagingSpan('send', 'payments.charges.v1')).toEqual({
      name: 'send payments.charges.v1',
      kind: 'client',
      attributes: {
        'messaging.system': 'kafka',
        'messaging.operation.name': 'send',
        'messaging.operation.type': 'send',
        'messaging.destination.name': 'payments.charges.v1',
      },
    });
  });
});

import { describe, expect, it } from '@jest/globals';
import * as contracts from '@once/contracts';
import { REPOSITORY_ROOT } from '@once/supervisor';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { z } from 'zod';
import { renderAsyncApi } from './render-asyncapi.ts';

const read = (file: string): string => readFileSync(join(REPOSITORY_ROOT, 'docs', file), 'utf8');

interface Documented {
  components: {
    schemas: Record<string, { examples?: unknown[]; additionalProperties?: unknown }>;
    messages: Record<string, { examples: { headers: object; payload: object }[] }>;
  };
}
const openapi = JSON.parse(read('openapi.json')) as Documented;
const asyncapi = parse(read('asyncapi.yaml')) as Documented;

/** A judge that shares nothing with the one that made the schemas. */
const judgeBy = (document: Documented, path: string) => {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  formats.default(ajv);
  ajv.addSchema(document, 'document');
  const validate = ajv.compile({ $ref: `document#/${path}` });
  return (value: unknown) => (validate(value) ? [] : validate.errors);
};

const ZOD: Record<string, z.ZodType> = {
  CreateCharge: contracts.createChargeSchema,
  CaptureCharge: contracts.captureChargeSchema,
  CancelCharge: contracts.cancelChargeSchema,
  CreateRefund: contracts.createRefundSchema,
  Charge: contracts.chargeSchema,
  ChargeList: contracts.chargeListSchema,
  Refund: contracts.refundSchema,
  IdempotencyKey: contracts.idempotencyKeySchema,
  Problem: contracts.problemSchema,
};
const REQUESTS = ['CreateCharge', 'CaptureCharge', 'CancelCharge', 'CreateRefund'];

describe('docs/asyncapi.yaml', () => {
  it('is the one that is committed: run `npm run asyncapi` after a change', () => {
    expect(renderAsyncApi()).toBe(read('asyncapi.yaml'));
  });

  it.each(Object.keys(contracts.CHARGE_EVENT_TYPES))('has an example of %s that its own schemas accept', (name) => {
    const { examples } = asyncapi.components.messages[name]!;
    expect(examples).toHaveLength(1);
    const [{ headers, payload }] = examples as [{ headers: object; payload: object }];
    expect(judgeBy(asyncapi, `components/messages/${name}/headers`)(headers)).toEqual([]);
    expect(judgeBy(asyncapi, 'components/schemas/ChargeEvent')(payload)).toEqual([]);
    expect(contracts.chargeEventSchema.strict().parse(payload)).toEqual(payload);
    expect(contracts.chargeEventHeadersSchema.strict().parse(headers)).toEqual(headers);
  });

  it('refuses, by its schemas, what the code refuses', () => {
    const { headers, payload } = asyncapi.components.messages.captured!.examples[0]!;
    const refuses = (members: object) =>
      judgeBy(asyncapi, 'components/schemas/ChargeEvent')({ ...payload, ...members });
    expect(refuses({ amount_minor: 1099 })).toHaveLength(1);
    expect(refuses({ charge_id: 'x' })).not.toEqual([]);
    expect(judgeBy(asyncapi, 'components/messages/refunded/headers')(headers)).not.toEqual([]);
  });

  it('leaves room for members that are added later', () => {
    const { headers, payload } = asyncapi.components.messages.captured!.examples[0]!;
    const more = { added_later: true };
    expect(judgeBy(asyncapi, 'components/schemas/ChargeEvent')({ ...payload, ...more })).toEqual([]);
    expect(judgeBy(asyncapi, 'components/messages/captured/headers')({ ...headers, ...more })).toEqual([]);
  });
});

describe('docs/openapi.json', () => {
  it.each(Object.keys(ZOD))('has examples of %s that its own schema and the code accept', (name) => {
    const { examples = [] } = openapi.components.schemas[name]!;
    expect(examples.length).toBeGreaterThan(0);
    for (const example of examples) {
      expect(judgeBy(openapi, `components/schemas/${name}`)(example)).toEqual([]);
      expect(ZOD[name]!.parse(example)).toMatchObject(example as object);
    }
  });

  it('closes requests, whose unknown members are refused, and leaves answers open', () => {
    const closed = Object.keys(ZOD).filter((name) => openapi.components.schemas[name]!.additionalProperties === false);
    expect(closed).toEqual(REQUESTS);
  });
});

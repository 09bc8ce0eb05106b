import {
  cancelChargeSchema,
  captureChargeSchema,
  chargeListSchema,
  chargeSchema,
  chargeTimelineSchema,
  createChargeSchema,
  createRefundSchema,
  idempotencyKeySchema,
  problemSchema,
  refundSchema,
} from '@once/contracts';
import { z } from 'zod';

const REQUESTS = {
  CreateCharge: createChargeSchema,
  CaptureCharge: captureChargeSchema,
  CancelCharge: cancelChargeSchema,
  CreateRefund: createRefundSchema,
};
const ANSWERS = {
  Charge: chargeSchema,
  Refund: refundSchema,
  ChargeList: chargeListSchema,
  ChargeTimeline: chargeTimelineSchema,
  IdempotencyKey: idempotencyKeySchema,
  Problem: problemSchema,
};

export type RequestSchemaName = keyof typeof REQUESTS;
export type AnswerSchemaName = keyof typeof ANSWERS;

export const schemaRef = (name: RequestSchemaName | AnswerSchemaName): { $ref: string } => ({
  $ref: `#/components/schemas/${name}`,
});

const toJsonSchemas = (schemas: Record<string, z.ZodType>, io: 'input' | 'output'): Record<string, object> => {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(schemas)) registry.add(schema, { id });
  const generated = z.toJSONSchema(registry, { io, uri: (id) => `#/components/schemas/${id}`, unrepresentable: 'any' });
  return Object.fromEntries(Object.entries(generated.schemas).map(([id, schema]) => [id, withoutMarkers(schema)]));
};

/** OpenAPI 3.1 schemas are JSON Schema 2020-12; the document says so once, and ids are the component names. */
const withoutMarkers = (schema: object): object => {
  const plain: Record<string, unknown> = { ...schema };
  delete plain.$schema;
  delete plain.$id;
  delete plain.id;
  return plain;
};

/** Component schemas of the document, made of the schemas that the service judges by. */
export const schemaComponents = (): Record<string, object> => ({
  ...toJsonSchemas(REQUESTS, 'input'),
  ...toJsonSchemas(ANSWERS, 'output'),
});

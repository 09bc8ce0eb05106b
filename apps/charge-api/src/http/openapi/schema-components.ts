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
  toJsonSchemas,
} from '@once/contracts';

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

const uri = (name: string): string => `#/components/schemas/${name}`;

export const schemaRef = (name: RequestSchemaName | AnswerSchemaName): { $ref: string } => ({
  $ref: uri(name),
});

/** Component schemas of the document, made of the schemas that the service judges by. */
export const schemaComponents = (): Record<string, object> => ({
  ...toJsonSchemas(REQUESTS, { io: 'input', uri }),
  ...toJsonSchemas(ANSWERS, { io: 'output', uri }),
});

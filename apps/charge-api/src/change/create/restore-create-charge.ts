import type { ClaimedRequest, OperationKey } from '@once/idempotency';
import type { StoredOperation } from '../../operations/load-operation.sql.ts';
import type { CreateChargeCommand } from './create-charge.command.ts';

/** Of an operation that has ended: nobody sends it again, and what it was paid with is not kept. Fits no source. */
export const NO_SOURCE = '';

/** The wish as the claim stored it. */
export function restoreCreateCharge(
  { tenantId, idempotencyKey }: OperationKey,
  operation: StoredOperation,
): ClaimedRequest<CreateChargeCommand> {
  const {
    id: operationId,
    amountMinor,
    currency,
    reference,
    description,
    metadata,
    requestId,
    traceparent,
    input,
  } = operation;
  return {
    tenantId,
    idempotencyKey,
    operation: 'charge.create',
    resourceIds: [],
    command: {
      ...{ operationId, amountMinor, currency, reference, description, metadata, requestId, traceparent },
      source: typeof input?.source === 'string' ? input.source : NO_SOURCE,
      capture: input?.capture === true,
      instance: '/v1/charges',
    },
  };
}

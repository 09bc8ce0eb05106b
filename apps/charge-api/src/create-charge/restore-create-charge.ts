import type { ClaimedRequest, OperationKey } from '@once/idempotency';
import type { StoredOperation } from '../operations/load-operation.sql.ts';
import type { CreateChargeCommand } from './create-charge.command.ts';

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
  } = operation;
  return {
    tenantId,
    idempotencyKey,
    operation: 'charge.create',
    resourceIds: [],
    command: {
      ...{ operationId, amountMinor, currency, reference, description, metadata, requestId, traceparent },
      source: String(operation.input.source),
      capture: operation.input.capture === true,
      instance: '/v1/charges',
    },
  };
}

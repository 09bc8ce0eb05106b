import { problemOf, requestIdOf, type ReceivedAnswer } from './attempt-outcome.ts';
import { judgeOutcome } from './judge-outcome.ts';
import type { Operation, OperationEnd } from './operation.ts';
import { AnswerShapeError } from '../json/json-object-reader.ts';
import type { Reading } from '../verdict/reading.ts';
import type { ChargeClientError, ErrorDetails } from '../errors/charge-client.error.ts';
import type { ChargeErrorCode } from '../errors/error-code.ts';
import { codeOfStranger, ERROR_KINDS } from '../errors/error-kind.ts';

/** What was asked for, as far as an error may tell it. */
export type FailedOperation = Pick<Operation, 'name' | 'method' | 'idempotencyKey' | 'signal'> & {
  /** The charge that the call itself named. */
  readonly chargeId: string | undefined;
};

/**
 * The error of an operation that ended without success. A POST without a verdict, some attempt of which may have
 * acted, is unknown whatever its last attempt brought: a 401 on the second does not undo the first.
 */
export function errorOfEnd(operation: FailedOperation, end: OperationEnd): ChargeClientError {
  const plain = errorOfLastAttempt(operation, end);
  if (operation.method === 'GET' || !end.mayHaveActed || isSettled(end)) {
    return plain;
  }
  return makeError('outcome_unknown', operation, end, { cause: plain });
}

function isSettled({ last }: OperationEnd): boolean {
  return last !== undefined && judgeOutcome(last) === 'settled';
}

function errorOfLastAttempt(operation: FailedOperation, end: OperationEnd): ChargeClientError {
  const { last, stopReason } = end;
  if (stopReason === 'aborted') {
    return makeError('aborted', operation, end, { cause: operation.signal.reason });
  }
  if (stopReason === 'budget_exhausted') {
    return makeError('retry_budget_exhausted', operation, end);
  }
  return last?.kind === 'answered'
    ? errorOfReading(last, operation, end)
    : makeError('api_unavailable', operation, end);
}

function errorOfReading(
  { status, reading }: ReceivedAnswer,
  operation: FailedOperation,
  end: OperationEnd,
): ChargeClientError {
  if (reading.kind === 'refused') {
    return makeError(reading.code, operation, end);
  }
  const code = reading.kind === 'pending' ? 'api_unavailable' : codeOfStranger(status);
  const cause = reading.kind === 'unreadable' ? new AnswerShapeError(reading.why) : undefined;
  return makeError(code, operation, end, { cause });
}

function makeError(
  code: ChargeErrorCode,
  operation: FailedOperation,
  end: OperationEnd,
  { cause }: { readonly cause?: unknown } = {},
): ChargeClientError {
  const { errorClass, retryable } = ERROR_KINDS[code];
  const status = end.last?.kind === 'answered' ? end.last.status : undefined;
  const problem = problemOf(end.last);
  const details: ErrorDetails = {
    message: describe(code, operation, end),
    code,
    // The server knows better about its own refusals, but not about what the client has made of them.
    retryable: code === problem?.code ? (problem.retryable ?? retryable) : retryable,
    status,
    requestId: requestIdOf(end.last),
    attempts: end.attempts,
    idempotencyKey: operation.idempotencyKey,
    stopReason: end.stopReason,
    problem,
    chargeId: end.pendingChargeId ?? operation.chargeId,
    cause,
  };
  return new errorClass(details);
}

function describe(code: ChargeErrorCode, { name }: FailedOperation, end: OperationEnd): string {
  const { last, attempts, stopReason } = end;
  const parts = [`${name}: ${code}`];
  if (last?.kind === 'answered') {
    parts.push(`last answer ${last.status}${wordsOf(last.reading)}`);
  } else if (last !== undefined) {
    parts.push(`no answer to the last attempt (${last.error}${last.detail === undefined ? '' : ` ${last.detail}`})`);
  }
  const requestId = requestIdOf(last);
  parts.push(`attempts ${attempts.length}`, `stopped by ${stopReason}`);
  if (requestId !== undefined) {
    parts.push(`request ${requestId}`);
  }
  if (code === 'outcome_unknown') {
    parts.push('ask again with the same idempotency key');
  }
  return parts.join(', ');
}

function wordsOf(reading: Reading): string {
  if (reading.kind === 'refused') {
    return ` ${reading.code}`;
  }
  return reading.kind === 'unreadable' ? ` that is not charge-api's own: ${reading.why}` : '';
}

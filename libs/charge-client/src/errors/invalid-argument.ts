import type { ChargeClientError } from './charge-client.error.ts';
import { ERROR_KINDS } from './error-kind.ts';

/** A call that is refused here, before anything is sent. */
export function invalidArgument(message: string): ChargeClientError {
  const { errorClass, retryable } = ERROR_KINDS.invalid_argument;
  return new errorClass({ message, code: 'invalid_argument', retryable });
}

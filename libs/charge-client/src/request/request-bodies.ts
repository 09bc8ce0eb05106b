import { invalidArgument } from '../errors/invalid-argument.ts';
import { stringifyExactJson } from '../json/exact-json.ts';

/** Minor units; a number is taken only where it is exact. */
export type AmountInput = bigint | number;

export interface CreateChargeInput {
  readonly amount: AmountInput;
  /** ISO 4217, upper case. */
  readonly currency: string;
  /** A token of the payment provider, never a card number. */
  readonly source: string;
  /** false only authorizes. The server's default is true. */
  readonly capture?: boolean | undefined;
  /** Your name for the intent; at most one live charge of the tenant can have it. */
  readonly reference?: string | undefined;
  readonly description?: string | undefined;
  readonly metadata?: Readonly<Record<string, string>> | undefined;
}

/** Without an amount: all that is left. */
export interface PartialAmountInput {
  readonly amount?: AmountInput | undefined;
}

/** Members that are undefined are left out, so the bytes say what the caller said and no defaults of ours. */
export function createChargeBody(input: CreateChargeInput): string {
  return stringifyExactJson({
    amount: exactAmount('createCharge', input.amount),
    currency: input.currency,
    source: input.source,
    capture: input.capture,
    reference: input.reference,
    description: input.description,
    metadata: input.metadata,
  });
}

export function partialAmountBody(operation: string, { amount }: PartialAmountInput): string {
  return stringifyExactJson(amount === undefined ? {} : { amount: exactAmount(operation, amount) });
}

/** Amount in minor units, as it is sent. @throws ChargeClientError for what is no whole number */
export function exactAmount(operation: string, amount: unknown): bigint {
  if (typeof amount === 'bigint') {
    return amount;
  }
  if (typeof amount === 'number' && Number.isSafeInteger(amount)) {
    return BigInt(amount);
  }
  throw invalidArgument(
    `${operation}: amount is ${String(amount)} (${typeof amount}); give minor units as a bigint or a safe integer`,
  );
}

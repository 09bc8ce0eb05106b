import type { JsonValue } from '@once/idempotency';
import { findStructuralFault } from './find-structural-fault.ts';
import { ProblemError } from './problem/problem.error.ts';

/** A number that the JSON text states but that we can't hold exactly. It survives to validation and fails there. */
export class InexactNumber {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** Sign, integer digits, fraction digits, exponent of a JSON number. */
const JSON_NUMBER = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;
/** 2^53 - 1 has 16 digits: a number with more significant integer digits can't be a safe integer. */
const MAX_DIGITS = 16;

/**
 * Reads a JSON number by its text: 500, 500.0 and 5e2 are the integer 500; 1.5 and everything beyond 2^53-1 is inexact.
 * A float could not tell: it has rounded 9007199254740991.4 before anybody looks.
 */
export function judgeNumber(text: string): number | InexactNumber {
  const [, sign = '', integer = '', fraction = '', exponentText = '0'] = JSON_NUMBER.exec(text) ?? [];
  const significant = `${integer}${fraction}`.replace(/^0+/, '');
  if (significant === '') return 0;
  const trailingZeros = countTrailingZeros(significant);
  // value = significant · 10^scale; it is an integer when scale, after dropping trailing zeros, is not negative.
  const scale = Number(exponentText) - fraction.length;
  const isInteger = scale + trailingZeros >= 0;
  if (!isInteger || significant.length + scale > MAX_DIGITS) return new InexactNumber(text);
  const digits = scale >= 0 ? significant + '0'.repeat(scale) : significant.slice(0, scale);
  const value = Number(`${sign}${digits}`);
  return Number.isSafeInteger(value) ? value : new InexactNumber(text);
}

/** Not /0+$/, which tries again from every zero: 64 KiB of them would hold up everybody for more than a second. */
const countTrailingZeros = (digits: string): number => {
  let count = 0;
  while (digits[digits.length - 1 - count] === '0') count += 1;
  return count;
};

const refuse = (detail: string): never => {
  throw new ProblemError('invalid_json', detail);
};

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

const decode = (bytes: Buffer): string => {
  try {
    return decoder.decode(bytes);
  } catch {
    return refuse('The body is not valid UTF-8.');
  }
};

type SourceReviver = (this: unknown, key: string, value: unknown, context: { source?: string }) => unknown;

/** `source` is the number's own text (ECMAScript "JSON.parse source text access"). */
const reviveNumber: SourceReviver = (_key, value, { source }) =>
  typeof value === 'number' ? judgeNumber(source ?? '') : value;

/**
 * Parses a body strictly, on its text: duplicate members are refused (two readers could see two amounts), numbers are
 * judged by their digits, and `__proto__` is refused.
 * @throws ProblemError `invalid_json`
 */
export function judgeJson(bytes: Buffer): JsonValue {
  const text = decode(bytes);
  if (text.trim() === '') refuse('The body is empty; send a JSON object.');
  const fault = findStructuralFault(text);
  if (fault) refuse(fault);
  try {
    return JSON.parse(text, reviveNumber as (this: unknown, key: string, value: unknown) => unknown) as JsonValue;
  } catch {
    return refuse('The body is not valid JSON.');
  }
}

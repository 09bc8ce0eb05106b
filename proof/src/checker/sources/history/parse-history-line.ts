import type { AttemptEntry, EndEntry, HistoryEntry, InvokeEntry } from '../../../model/history.ts';
import * as field from './field.ts';

type Json = Record<string, unknown>;

const action = field.oneOf('charge', 'authorize', 'capture', 'cancel', 'refund');
const intent = field.oneOf('operation', 'duplicate', 'reuse', 'decline', 'abandoned');
const outcome = field.oneOf('ok', 'refused', 'unknown', 'abandoned');
const kind = field.oneOf('invoke', 'attempt', 'end');

/** @throws BadLineError that says which member is wrong and what was expected */
export function parseHistoryLine(line: string): HistoryEntry {
  const json = parse(line);
  switch (kind(json, 'kind')) {
    case 'invoke':
      return readInvoke(json);
    case 'attempt':
      return readAttempt(json);
    case 'end':
      return readEnd(json);
  }
}

const parse = (line: string): Json => {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw new field.BadLineError('it is not JSON');
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Json;
  throw new field.BadLineError('it is not a JSON object');
};

const readInvoke = (json: Json): InvokeEntry => ({
  kind: 'invoke',
  atMs: field.number(json, 'atMs'),
  call: field.text(json, 'call'),
  operation: field.text(json, 'operation'),
  tenant: field.text(json, 'tenant'),
  key: field.text(json, 'key'),
  action: action(json, 'action'),
  intent: intent(json, 'intent'),
  amountMinor: field.minorUnits(json, 'amountMinor'),
  currency: field.text(json, 'currency'),
  chargeId: field.textOrNull(json, 'chargeId'),
});

const readAttempt = (json: Json): AttemptEntry => ({
  kind: 'attempt',
  atMs: field.number(json, 'atMs'),
  call: field.text(json, 'call'),
  attempt: field.number(json, 'attempt'),
  status: field.numberOrNull(json, 'status'),
  errorCode: field.textOrNull(json, 'errorCode'),
  isReplay: field.flag(json, 'isReplay'),
  requestId: field.textOrNull(json, 'requestId'),
  retryAfterMs: field.numberOrNull(json, 'retryAfterMs'),
  delayMs: field.numberOrNull(json, 'delayMs'),
  jitterMs: field.numberOrNull(json, 'jitterMs'),
  jitterBoundMs: field.numberOrNull(json, 'jitterBoundMs'),
  spendsBudget: field.flagOrNull(json, 'spendsBudget'),
});

const readEnd = (json: Json): EndEntry => ({
  kind: 'end',
  atMs: field.number(json, 'atMs'),
  call: field.text(json, 'call'),
  outcome: outcome(json, 'outcome'),
  status: field.numberOrNull(json, 'status'),
  code: field.textOrNull(json, 'code'),
  isReplay: field.flag(json, 'isReplay'),
  chargeId: field.textOrNull(json, 'chargeId'),
  bodySha256: field.sha256OrNull(json, 'bodySha256'),
  isTyped: field.flag(json, 'isTyped'),
});

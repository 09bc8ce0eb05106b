import { describe, expect, it } from '@jest/globals';
import { attemptOf, sampleCall } from '../../../../test/checker/sample-call.ts';
import { parseHistory } from './read-history.ts';

const CALL = sampleCall(
  { call: 'c-1', tenant: 'acme', key: 'k-1', action: 'charge', amountMinor: '1099', currency: 'EUR' },
  { outcome: 'ok', status: 201, chargeId: 'charge', bodySha256: 'a'.repeat(64) },
);
const { invoke, end } = CALL;
const attempt = attemptOf('c-1', { outcome: 'ok', status: 201 });

const parse = (lines: readonly unknown[], options = { isGrowing: false }) =>
  parseHistory(
    lines.map((line) => `${typeof line === 'string' ? line : JSON.stringify(line)}\n`).join(''),
    'h.ndjson',
    options,
  );

describe('parseHistory', () => {
  it('puts the lines of a call together', () => {
    expect(parse([invoke, attempt, { ...attempt, attempt: 2 }, end])).toEqual({
      calls: [{ invoke, attempts: [attempt, { ...attempt, attempt: 2 }], end }],
    });
  });

  it('keeps a call that never ended', () => {
    expect(parse([invoke])).toEqual({ calls: [{ invoke, attempts: [], end: null }] });
  });

  it('is empty for a file that is empty', () => {
    expect(parse([])).toEqual({ calls: [] });
  });

  it.each([
    ['{"kind":"invoke"', 'it is not JSON'],
    ['', 'it is not JSON'],
    ['[1]', 'it is not a JSON object'],
    [{ ...invoke, kind: 'begin' }, 'kind is "begin", expected one of invoke, attempt, end'],
    [{ ...invoke, key: undefined }, 'key is missing, expected a text'],
    [{ ...invoke, action: 'pay' }, 'action is "pay", expected one of charge, authorize, capture, cancel, refund'],
    [{ ...invoke, amountMinor: 1099 }, 'amountMinor is 1099, expected minor units as a text of digits'],
    [{ ...invoke, amountMinor: '10.99' }, 'amountMinor is "10.99", expected minor units as a text of digits'],
    [{ ...attempt, isReplay: 'yes' }, 'isReplay is "yes", expected true or false'],
    [{ ...attempt, status: '201' }, 'status is "201", expected a number or null'],
    [{ ...attempt, call: 'c-2' }, 'call c-2 was never invoked'],
    [{ ...end, bodySha256: 'ABC' }, 'bodySha256 is "ABC", expected 64 hex digits or null'],
    [{ ...end, bodySha256: null }, 'call c-1 ends as ok without the hash of its answer'],
    [invoke, 'call c-1 is invoked a second time'],
    [{ ...invoke, call: 'c-2', operation: 'other' }, 'key acme k-1 names operation other, and acme-k-1 before'],
    [{ ...invoke, call: 'c-2', key: 'k-2' }, 'operation acme-k-1 has key acme k-2, and acme k-1 before'],
  ])('names file, line and reason of a bad line: %j', (line, reason) => {
    expect(() => parse([invoke, line])).toThrow(`h.ndjson:2: ${reason}`);
  });

  it('refuses a second end', () => {
    expect(() => parse([invoke, end, end])).toThrow('h.ndjson:3: call c-1 ends a second time');
  });

  it('leaves the last line for later while it is being written, and refuses it when it should be whole', () => {
    const cut = `${JSON.stringify(invoke)}\n{"kind":"att`;
    expect(parseHistory(cut, 'h.ndjson', { isGrowing: true })).toEqual({
      calls: [{ invoke, attempts: [], end: null }],
    });
    expect(() => parseHistory(cut, 'h.ndjson', { isGrowing: false })).toThrow('h.ndjson:2: it is not JSON');
  });
});

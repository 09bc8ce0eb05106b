import type { ChargeLine, ParsedLine } from './charge-line.ts';

const MEMBERS = ['tenant', 'key', 'raw', 'group', 'refund_of'];
const REQUIRED = ['tenant', 'key', 'raw'];
const MAX_SHOWN = 40;

/** Reads one line of the file; a line that cannot be run says why. `tenants` are the ones that have an API key. */
export function parseChargeLine(text: string, lineNumber: number, tenants: readonly string[]): ParsedLine {
  const fault = (reason: string): ParsedLine => ({ kind: 'bad', bad: { lineNumber, reason } });
  const value = parseJson(text);
  if (value === undefined) return fault('not JSON: a line is one object {"tenant", "key", "raw", "group"}');
  if (!isRecord(value)) return fault('not a JSON object');
  const reason = faultOfMembers(value) ?? faultOfTypes(value) ?? faultOfValues(value, tenants);
  return reason === undefined ? { kind: 'line', line: toLine(value, lineNumber) } : fault(reason);
}

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const faultOfMembers = (value: Record<string, unknown>): string | undefined => {
  const missing = REQUIRED.filter((name) => !Object.hasOwn(value, name));
  if (missing.length > 0) return `missing ${missing.map((name) => `"${name}"`).join(', ')}`;
  const stray = Object.keys(value).find((name) => !MEMBERS.includes(name));
  return stray === undefined ? undefined : `unknown member ${shown(stray)}; known are ${MEMBERS.join(', ')}`;
};

const faultOfTypes = ({ tenant, key, raw, group, refund_of }: Record<string, unknown>): string | undefined => {
  if (typeof tenant !== 'string') return '"tenant" must be a string';
  if (typeof key !== 'string' && key !== null) return '"key" must be a string, or null to send no Idempotency-Key';
  if (typeof raw !== 'string') return '"raw" must be a string: the body of the request, as text';
  if (group !== undefined && group !== null && typeof group !== 'string') return '"group" must be a string or null';
  if (refund_of !== undefined && typeof refund_of !== 'string')
    return '"refund_of" must be a string: the key of an earlier line';
  return undefined;
};

const faultOfValues = ({ tenant, key }: Record<string, unknown>, tenants: readonly string[]): string | undefined => {
  if (!tenants.includes(String(tenant)))
    return `unknown tenant ${shown(String(tenant))}; there are ${tenants.join(', ')}`;
  // What fetch itself refuses never reaches the service, which therefore cannot judge it.
  if (typeof key === 'string' && !isHeaderValue(key)) return 'no HTTP header can carry this "key"';
  return undefined;
};

const isHeaderValue = (text: string): boolean => {
  try {
    new Headers({ 'idempotency-key': text });
    return true;
  } catch {
    return false;
  }
};

const shown = (text: string): string => JSON.stringify(text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text);

const toLine = (value: Record<string, unknown>, lineNumber: number): ChargeLine => ({
  lineNumber,
  tenant: value['tenant'] as string,
  key: value['key'] as string | null,
  raw: value['raw'] as string,
  group: (value['group'] as string | null | undefined) ?? null,
  refundOf: (value['refund_of'] as string | undefined) ?? null,
});

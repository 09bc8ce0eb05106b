/**
 * JSON with whole numbers of any size. JSON.parse alone rounds beyond 2^53, and an amount must never be rounded
 * silently, not even one that breaks the contract.
 */

interface RawJson {
  /** Node ≥ 21; not yet in TypeScript's library. */
  rawJSON(text: string): unknown;
}

const INTEGER = /^-?\d+$/;

/** Whole numbers become bigint, from the digits that stand in the text; all else is as JSON.parse gives it. */
export function parseExactJson(text: string): unknown {
  return JSON.parse(text, (_member: string, value: unknown, context?: { source?: string }) => {
    const digits = context?.source;
    return typeof value === 'number' && digits !== undefined && INTEGER.test(digits) ? BigInt(digits) : value;
  });
}

/** bigint becomes a JSON number with all its digits. */
export function stringifyExactJson(value: unknown): string {
  return JSON.stringify(value, (_member: string, member: unknown) =>
    typeof member === 'bigint' ? (JSON as unknown as RawJson).rawJSON(member.toString()) : member,
  );
}

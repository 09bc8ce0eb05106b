import { invalidArgument } from '../errors/invalid-argument.ts';

/** A resource id as one path segment; what is no id is refused, for `..` or `` would name another resource. */
export function idSegment(name: string, id: unknown): string {
  if (typeof id !== 'string' || !/^[A-Za-z0-9_-]{1,64}$/.test(id)) {
    throw invalidArgument(`${name} is ${JSON.stringify(id)}: give the id as the server returned it`);
  }
  return id;
}

/** A key may hold any visible ASCII, but URLs fold `.` and `..` away even when they are escaped. */
export function keySegment(key: string): string {
  if (!/^[\x21-\x7e]{1,255}$/.test(key) || key === '.' || key === '..') {
    throw invalidArgument('idempotency key: give 1 to 255 visible ASCII characters, not "." or ".."');
  }
  return encodeURIComponent(key);
}

/** Checked before sending, because a key that the server refuses would only be found out one round trip later. */
export function checkedKey(key: string | undefined): string | undefined {
  if (key !== undefined && !/^[\x21-\x7e]{1,255}$/.test(key)) {
    throw invalidArgument('idempotencyKey: give 1 to 255 visible ASCII characters');
  }
  return key;
}

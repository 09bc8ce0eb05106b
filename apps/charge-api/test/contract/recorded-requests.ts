import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const RECORDED = join(import.meta.dirname, '../../../../contracts/recorded');

/** What the client of a version sent, and what the service of that version answered. `{name}` stands for an id. */
export interface RecordedExchange {
  readonly request: {
    readonly method: string;
    readonly path: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body?: string;
  };
  readonly answer: {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: unknown;
  };
}

export const recordedVersions = (): string[] =>
  readdirSync(RECORDED)
    .filter((name) => /^\d/.test(name))
    .sort();

export const recordedExchanges = (version: string): RecordedExchange[] =>
  JSON.parse(readFileSync(join(RECORDED, version, 'client-requests.json'), 'utf8')) as RecordedExchange[];

type Json = Record<string, unknown>;
const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const kindOf = (value: unknown): string => (Array.isArray(value) ? 'array' : typeof value);

/** Members that a client decides by: these keep their value, all others their type. */
const DECISIVE = new Set([
  'status',
  'state',
  'code',
  'retryable',
  'currency',
  'amount',
  'amount_captured',
  'amount_refunded',
  'amount_left',
  'decline_code',
  'has_more',
  'type',
]);

/** What a client of then misses in an answer of now, by where it stood. What has been added since is no concern. */
export function missedIn(then: unknown, now: unknown, path = ''): string[] {
  // It could be null then, so it may be anything now that the client of then could have met.
  if (then === null) return [];
  if (kindOf(then) !== kindOf(now)) return [`${path}: ${kindOf(then)} then, ${kindOf(now)} now`];
  if (Array.isArray(then))
    return then.flatMap((item, index) => missedIn(item, (now as unknown[])[index], `${path}/${index}`));
  if (!isObject(then)) return [];
  return Object.entries(then).flatMap(([name, value]) => {
    const [place, other] = [`${path}/${name}`, (now as Json)[name]];
    if (DECISIVE.has(name) && kindOf(value) !== 'object' && value !== other)
      return [`${place}: ${String(value)} then, ${String(other)} now`];
    return missedIn(value, other, place);
  });
}

/** Ids that the service of now has given to what the recording calls by name. */
export class KnownIds {
  private readonly ids = new Map<string, string>();

  fillIn(text: string): string {
    return [...this.ids].reduce((filled, [name, id]) => filled.replaceAll(name, id), text);
  }

  /** An answer tells the id of what it is about. */
  learn(then: unknown, now: unknown): void {
    if (!isObject(then) || !isObject(now)) return;
    const { id: name } = then;
    if (typeof name === 'string' && name.startsWith('{') && !this.ids.has(name)) this.ids.set(name, String(now.id));
  }
}

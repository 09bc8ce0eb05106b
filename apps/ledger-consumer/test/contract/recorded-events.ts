import type { ConsumedRecord } from '@once/messaging';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const RECORDED = join(import.meta.dirname, '../../../../contracts/recorded');

/** A record as the relay of a version published it. */
export interface RecordedEvent {
  readonly key: string;
  readonly partition: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly value: string;
}

/** Versions of which there are recordings. */
export const recordedVersions = (): string[] =>
  readdirSync(RECORDED)
    .filter((name) => /^\d/.test(name))
    .sort();

export const recordedEvents = (version: string): RecordedEvent[] =>
  JSON.parse(readFileSync(join(RECORDED, version, 'charge-events.json'), 'utf8')) as RecordedEvent[];

/** Records of one partition, as a batch brings them. */
export const toRecords = (events: readonly RecordedEvent[], partition: number, firstOffset = 0): ConsumedRecord[] =>
  events.map(({ key, headers, value }, index) => ({
    ...{ topic: 'payments.charges.v1', partition, offset: String(firstOffset + index), timestampMs: '1795171526056' },
    key: Buffer.from(key),
    value: Buffer.from(value),
    headers: Object.fromEntries(Object.entries(headers).map(([name, text]) => [name, Buffer.from(text)])),
  }));

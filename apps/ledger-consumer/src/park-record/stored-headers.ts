import type { ConsumedRecord } from '@once/messaging';

const PRINTABLE_ASCII = /^[\x20-\x7e]*$/;

type StoredHeader = { name: string; value: string } | { name_base64: string; value_base64: string };

const toStored = (name: string, value: Buffer | string | undefined): StoredHeader => {
  const bytes = Buffer.from(value ?? '');
  // latin1 keeps every byte as one character, so the pattern sees all of them.
  if (PRINTABLE_ASCII.test(name) && PRINTABLE_ASCII.test(bytes.toString('latin1'))) {
    return { name, value: bytes.toString('latin1') };
  }
  return { name_base64: Buffer.from(name).toString('base64'), value_base64: bytes.toString('base64') };
};

/** A record's headers as JSON that jsonb accepts whatever they hold, readable where they are plain text. */
export function storedHeaders(headers: ConsumedRecord['headers']): string {
  const stored = Object.entries(headers).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).map((one) => toStored(name, one)),
  );
  return JSON.stringify(stored);
}

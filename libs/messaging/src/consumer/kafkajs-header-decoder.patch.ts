import { createRequire } from 'node:module';

/**
 * kafkajs 2.2.4 gathers the headers of a record by copying all of them for each one. 5,000 distinct headers, some 30 KB,
 * take 3 seconds of a blocked event loop, and 20,000 take a minute: longer than the session, so the partition goes to
 * the next consumer, and then to the next. One such record from a stranger would stop the topic for good. This does the
 * same gathering, with the same result, in one pass.
 */
const PATCHED_VERSION = '2.2.4';

interface Header {
  key: string;
  value: Buffer | null;
}

type Gathered = Record<string, Buffer | null | Array<Buffer | null>>;

/** By name; a name that occurs more than once has an array. */
export function gatherHeaders(headers: readonly Header[]): Gathered {
  const byName = new Map<string, Array<Buffer | null>>();
  for (const { key, value } of headers) {
    const values = byName.get(key);
    if (values) values.push(value);
    else byName.set(key, [value]);
  }
  return Object.fromEntries(
    [...byName].map(([name, values]) => [name, values.length > 1 ? values : (values[0] ?? null)]),
  );
}

type ReadArray = (this: unknown, reader: unknown) => Header[];
interface DecoderClass {
  prototype: { readVarIntArray?: ReadArray };
}

const load = createRequire(import.meta.url);
let isPatched = false;

/**
 * Replaces the gathering of headers in this process. Safe to call again.
 * @throws Error for any other version of kafkajs: read its record decoder, then move or remove this patch.
 */
export function patchKafkajsHeaderDecoder(): void {
  if (isPatched) return;
  const { version } = load('kafkajs/package.json') as { version: string };
  const { prototype } = load('kafkajs/src/protocol/decoder.js') as DecoderClass;
  const readHeader = load('kafkajs/src/protocol/recordBatch/header/v0/decoder.js') as unknown;
  const readVarIntArray = prototype.readVarIntArray;
  if (version !== PATCHED_VERSION || !readVarIntArray) {
    throw new Error(`kafkajs ${version} is installed, the header decoder's patch is for ${PATCHED_VERSION}: review it`);
  }
  prototype.readVarIntArray = function (reader) {
    const items = readVarIntArray.call(this, reader);
    // The record decoder does nothing with the list but reduce it; only that one list gets another reduce.
    return reader === readHeader ? Object.assign(items, { reduce: () => gatherHeaders(items) }) : items;
  };
  isPatched = true;
}

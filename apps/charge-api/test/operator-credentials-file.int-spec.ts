import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parseEnv } from '@once/config';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chargeApiEnv } from '../src/config/charge-api.env.ts';
import { operatorOf } from '../src/config/operator-credentials.ts';

const TOKEN = '0123456789abcdef0123456789abcdef';
const NEEDED = { DATABASE_URL: 'postgres://u:p@db/charge', PROVIDER_URL: 'http://provider' };

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'once-operators-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const withFile = async (content: string, more: Record<string, string> = {}) => {
  const file = join(folder, 'operators');
  await writeFile(file, content);
  return () => parseEnv(chargeApiEnv, { ...NEEDED, OPERATOR_CREDENTIALS_FILE: file, ...more });
};

describe('OPERATOR_CREDENTIALS_FILE', () => {
  it('holds one credential per line', async () => {
    const parse = await withFile(`alice:${TOKEN}\r\n\nbob:${TOKEN}x\n`);
    const credentials = parse().OPERATOR_CREDENTIALS_FILE ?? [];
    expect(credentials.map(({ name }) => name)).toEqual(['alice', 'bob']);
    expect(operatorOf(TOKEN, credentials)).toBe('alice');
  });

  it.each([
    ['', 'holds no credential'],
    ['\n\n', 'holds no credential'],
    [TOKEN, 'entry 1 must begin with a name'],
    [`alice:${TOKEN}\n`.repeat(2_000), 'is larger than 64 KiB'],
  ])('is refused with %.20j: a file that lets nobody in is a mistake', async (content, message) => {
    expect(await withFile(content)).toThrow(`OPERATOR_CREDENTIALS_FILE: ${message}`);
  });

  it('is not set beside OPERATOR_CREDENTIALS', async () => {
    const parse = await withFile(`alice:${TOKEN}`, { OPERATOR_CREDENTIALS: `alice:${TOKEN}` });
    expect(parse).toThrow('OPERATOR_CREDENTIALS_FILE: is set beside OPERATOR_CREDENTIALS: set one of the two');
  });
});

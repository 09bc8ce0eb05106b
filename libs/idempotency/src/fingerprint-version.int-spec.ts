import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createOperationFixture, type OperationFixture } from '../test/operation-fixture.ts';
import { ScriptedHandler } from '../test/scripted-handler.ts';
import { createHash } from 'node:crypto';
import { DEFAULT_FINGERPRINTS, type Fingerprints } from './operation/fingerprint.ts';
import { UnknownFingerprintVersionError } from './operation/unknown-fingerprint-version.error.ts';

/** A changed rule as a deploy may bring it: under it no fingerprint equals one of version 1. */
const versionTwo = (request: object): Buffer => createHash('sha256').update(JSON.stringify(request)).digest();
const OLD = DEFAULT_FINGERPRINTS;
const NEW: Fingerprints = {
  current: 2,
  rules: { ...OLD.rules, 2: ({ operation, input }) => versionTwo({ v: 2, operation, input }) },
};
/** The deploy in between: it can read version 2 and does not write it yet. */
const TAUGHT: Fingerprints = { ...NEW, current: 1 };

let fixture: OperationFixture;
let handler: ScriptedHandler;
beforeAll(async () => {
  fixture = await createOperationFixture();
});
afterAll(() => fixture.close());

const send = (key: string, fingerprints: Fingerprints, input: string = key) =>
  fixture.engine({ fingerprints }).execute(fixture.request(key, { input }), handler);

const storedRow = async (key: string) => {
  const { rows } = await fixture.database.ownerPool.query('SELECT * FROM idempotency_keys WHERE idempotency_key = $1', [
    key,
  ]);
  return rows[0];
};

/** Leaves a key behind in one of the states that a deploy can find. */
const leave = async (key: string, state: string, fingerprints: Fingerprints) => {
  handler = new ScriptedHandler();
  if (state === 'PROCESSING') handler.performing = () => Promise.reject(new Error('died'));
  if (state === 'RECEIVED') handler.performing = async () => ({ kind: 'not_started', refusal: 'down' });
  await send(key, fingerprints).catch(() => undefined);
  await fixture.endLease(key);
  handler = new ScriptedHandler();
};

const STATES = ['COMPLETED', 'PROCESSING', 'RECEIVED'] as const;

describe('a raised fingerprint version', () => {
  it('replays a key that was stored before it', async () => {
    await leave('replays', 'COMPLETED', OLD);
    expect(await send('replays', NEW)).toMatchObject({ kind: 'answered', isReplayed: true });
    expect(handler.performed).toEqual([]);
  });

  it.each(['PROCESSING', 'RECEIVED'])('takes up what it finds %s, and leaves it under its version', async (state) => {
    const key = `taken-up-${state}`;
    await leave(key, state, OLD);
    expect(await send(key, NEW)).toMatchObject({ kind: 'answered', isReplayed: false });
    expect(await storedRow(key)).toMatchObject({ state: 'COMPLETED', fingerprint_version: 1 });
  });

  it.each(STATES)('still refuses a changed body under a key that it finds %s', async (state) => {
    const key = `changed-${state}`;
    await leave(key, state, OLD);
    expect(await send(key, NEW, 'changed')).toEqual({ kind: 'reused' });
    expect(handler.performed).toEqual([]);
  });

  it('stores new keys under it and judges them by it', async () => {
    await leave('new', 'COMPLETED', NEW);
    expect(await storedRow('new')).toMatchObject({ fingerprint_version: 2 });
    expect(await send('new', NEW)).toMatchObject({ kind: 'answered', isReplayed: true });
    expect(await send('new', NEW, 'changed')).toEqual({ kind: 'reused' });
  });

  it('is understood by a build that knows the rule and does not store under it yet', async () => {
    await leave('taught', 'COMPLETED', NEW);
    expect(await send('taught', TAUGHT)).toMatchObject({ kind: 'answered', isReplayed: true });
    expect(await send('taught', TAUGHT, 'changed')).toEqual({ kind: 'reused' });
  });

  it.each(STATES)('is neither refused nor run by an older build that finds it %s', async (state) => {
    const key = `rolled-back-${state}`;
    await leave(key, state, NEW);
    const before = await storedRow(key);
    for (const input of [key, 'changed']) {
      await expect(send(key, OLD, input)).rejects.toBeInstanceOf(UnknownFingerprintVersionError);
    }
    expect(handler.performed).toEqual([]);
    expect(await storedRow(key)).toEqual(before);
    expect(await send(key, NEW)).toMatchObject({ kind: 'answered' });
  });

  it('must have a rule', () => {
    expect(() => fixture.engine({ fingerprints: { ...OLD, current: 2 } })).toThrow('version 2');
  });
});

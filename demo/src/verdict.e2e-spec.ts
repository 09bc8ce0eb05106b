import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startOnce, TENANTS, type RunningOnce } from '@once/supervisor';
import { join } from 'node:path';
import { deleteOneEntry, publishAgain } from '../test/tamper.ts';
import { judgeEvidence } from './checks/judge-evidence.ts';
import type { DemoStack } from './demo-stack.ts';
import { gatherEvidence } from './evidence/gather-evidence.ts';
import { readMetrics } from './evidence/read-metrics.ts';
import { loadInput } from './input/load-input.ts';
import { pollUntil } from './poll-until.ts';
import { Screen } from './report/screen.ts';
import { runDemo, type DemoOutcome } from './run-demo.ts';

const START_MS = 240_000;

let once: RunningOnce;
let stack: DemoStack;
let outcome: DemoOutcome;
const output: string[] = [];

beforeAll(async () => {
  once = await startOnce({ runFile: null });
  stack = { ...once.stack, provider: once.stack.provider ?? '' };
  const { units } = await loadInput(join(import.meta.dirname, '../charges.ndjson'), TENANTS);
  const screen = new Screen({ write: (text) => output.push(text) }, {});
  outcome = await runDemo({ stack, units, screen, signal: new AbortController().signal });
}, START_MS);

afterAll(() => once.stop(), START_MS);

const brokenNow = async (): Promise<string[]> => {
  const { results } = judgeEvidence(await gatherEvidence(stack, outcome.context));
  return results.filter(({ ok }) => !ok).map(({ name }) => name);
};

const topicLine = async () => {
  const evidence = await gatherEvidence(stack, outcome.context);
  const { ok, results } = judgeEvidence(evidence);
  return { ok, evidence, notices: results.flatMap(({ notice }) => notice ?? []) };
};

// One stack, left as the test before it left it: each test does more harm than the one before.
describe('the verdict about a real stack', () => {
  it('holds for the input of the demo, whose answers are known', () => {
    const { evidence, notSent } = outcome;
    const statuses = Object.groupBy(evidence.clientLog, (entry) => (entry.kind === 'answered' ? entry.status : 0));
    const counts = Object.fromEntries(Object.entries(statuses).map(([status, group]) => [status, group?.length]));
    expect(counts).toEqual({ '201': 369, '400': 31, '402': 20, '409': 3, '422': 19 });
    expect(notSent).toEqual([]);
    expect(judgeEvidence(evidence).results.filter(({ ok }) => !ok)).toEqual([]);
    expect(evidence.ledgerDb.entries).toHaveLength(300);
  });

  it('rests on a response that was lost and a retry that was a replay', () => {
    const text = output.join('');
    expect(text).toContain('throws that answer away and resets the connection');
    expect(text).toContain('Idempotent-Replayed: true, the lost answer, byte for byte');
    expect(text).toContain('charge DB: 1 operation; provider: 1 request, 1 x EUR 42.00 taken; ledger: 1 entry');
  });

  it('notices an event that was published twice behind its back, and that it was dropped', async () => {
    const [record] = outcome.evidence.topic;
    if (record === undefined) throw new Error('the topic is empty');
    await publishAgain(stack.kafkaBrokers, record);
    const patience = { everyMs: 100, withinMs: 20_000, signal: new AbortController().signal };
    await pollUntil(
      () => readMetrics(stack),
      ({ inboxDuplicates }) => inboxDuplicates === 1,
      patience,
    );
    const { ok, evidence, notices } = await topicLine();
    expect(evidence.topic).toHaveLength(outcome.evidence.topic.length + 1);
    expect(notices).toEqual(['1 on the topic more than once, and dropped']);
    expect(ok).toBe(true);
  });

  it('breaks when one journal entry is deleted', async () => {
    await deleteOneEntry(stack.ledgerDbUrl);
    expect(await brokenNow()).toEqual([
      'operations = effects = events = entries',
      'each event has one entry of its amount',
      'each effect has one entry of its amount',
      'provider_clearing = captured - refunded',
    ]);
  });
});

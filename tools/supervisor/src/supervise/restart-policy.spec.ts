import { describe, expect, it } from '@jest/globals';
import { judgeEnd, NEVER_STARTED, type History, type Life } from './restart-policy.ts';

const crash = (changes: Partial<Life> = {}): Life => ({ exitCode: 1, readyMs: null, unreadyMs: 900, ...changes });
const servedFor = (failures: number): History => ({ failures, hasBeenReady: true });

/** Delays of a process that crashes over and over, never steady. */
const delaysOf = (crashes: number): number[] => {
  let history = servedFor(0);
  return Array.from({ length: crashes }, () => {
    const verdict = judgeEnd(history, crash());
    if (verdict.kind === 'give-up') throw new Error(verdict.reason);
    history = verdict.history;
    return verdict.delayMs;
  });
};

describe('judgeEnd', () => {
  it('restarts at once, then ever later up to a cap', () => {
    expect(delaysOf(9)).toEqual([0, 250, 500, 1000, 2000, 4000, 5000, 5000, 5000]);
  });

  it('forgets earlier failures when the process has served for a while', () => {
    const killed = judgeEnd(servedFor(6), crash({ exitCode: null, readyMs: 3_000 }));
    expect(killed).toEqual({ kind: 'restart', delayMs: 0, history: { failures: 1, hasBeenReady: true } });
  });

  it('keeps counting when the process was ready for a moment only', () => {
    expect(judgeEnd(servedFor(2), crash({ readyMs: 2_999 }))).toMatchObject({ delayMs: 500, history: { failures: 3 } });
  });

  it('gives up a process that refuses its configuration', () => {
    expect(judgeEnd(servedFor(0), crash({ exitCode: 78 }))).toEqual({
      kind: 'give-up',
      reason: 'it refuses its configuration',
    });
  });

  it('gives up a process that has never come up at its fifth failure, and not before', () => {
    expect(judgeEnd({ ...NEVER_STARTED, failures: 3 }, crash())).toMatchObject({ kind: 'restart' });
    expect(judgeEnd({ ...NEVER_STARTED, failures: 4 }, crash())).toMatchObject({ kind: 'give-up' });
  });

  it('keeps restarting through an outage, but not for ever', () => {
    expect(judgeEnd(servedFor(60), crash({ unreadyMs: 300_000 }))).toMatchObject({ kind: 'restart' });
    expect(judgeEnd(servedFor(60), crash({ unreadyMs: 300_001 }))).toMatchObject({ kind: 'give-up' });
  });
});

import { beforeEach, describe, expect, it } from '@jest/globals';
import { ConsumerVitals } from './consumer-vitals.ts';

describe('ConsumerVitals', () => {
  let nowMs = 0;
  let vitals: ConsumerVitals;
  const check = () => () => vitals.assertAlive();

  beforeEach(() => {
    nowMs = 5_000;
    vitals = new ConsumerVitals({ aliveWithinMs: 1_000, now: () => nowMs });
  });

  it('is not alive before it joined its group', () => {
    expect(check()).toThrow('has not joined');
  });

  it('is alive from joining on, for as long as the bound', () => {
    vitals.joined();
    nowMs += 1_000;
    expect(check()).not.toThrow();
    nowMs += 1;
    expect(check()).toThrow('the last fetch was 1001 ms ago, more than 1000 ms');
  });

  it('needs both fetches and heartbeats', () => {
    vitals.joined();
    nowMs += 1_500;
    vitals.fetched();
    expect(check()).toThrow('the last heartbeat was 1500 ms ago');
    vitals.heartbeat();
    expect(check()).not.toThrow();
  });

  it('is dead at once when it died, and alive again when it rejoined', () => {
    vitals.joined();
    vitals.died('it crashed');
    vitals.fetched();
    expect(check()).toThrow('it crashed');
    vitals.joined();
    expect(check()).not.toThrow();
  });
});

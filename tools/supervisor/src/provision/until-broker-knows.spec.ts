import { describe, expect, it } from '@jest/globals';
import { untilBrokerKnows } from './until-broker-knows.ts';

const refusal = (type: string): Error => Object.assign(new Error(type), { type });

/** Refuses so, one after the other, and answers then. */
const asker = (...types: string[]) => {
  const refusals = types.map(refusal);
  return async (): Promise<string> => {
    const next = refusals.shift();
    if (next) throw next;
    return 'known';
  };
};

describe('untilBrokerKnows', () => {
  it('asks again while the broker does not know the topic yet, or not its leader', async () => {
    expect(await untilBrokerKnows(asker('UNKNOWN_TOPIC_OR_PARTITION', 'LEADER_NOT_AVAILABLE'))).toBe('known');
  });

  it('asks again while the broker does not keep groups yet', async () => {
    const ask = asker('GROUP_COORDINATOR_NOT_AVAILABLE', 'GROUP_LOAD_IN_PROGRESS', 'NOT_COORDINATOR_FOR_GROUP');
    expect(await untilBrokerKnows(ask)).toBe('known');
  });

  it('sees the answer also where kafkajs has wrapped it after repetitions of its own', async () => {
    const cause = refusal('LEADER_NOT_AVAILABLE');
    const answers = [() => Promise.reject(new Error('retries exceeded', { cause })), async () => 'known'];
    expect(await untilBrokerKnows(async () => answers.shift()?.())).toBe('known');
  });

  it('gives up at once on anything else', async () => {
    const ask = asker('TOPIC_AUTHORIZATION_FAILED');
    await expect(untilBrokerKnows(ask)).rejects.toThrow('TOPIC_AUTHORIZATION_FAILED');
    expect(await ask()).toBe('known');
  });

  it('says what the broker said when the time is up', async () => {
    const ask = () => Promise.reject(refusal('UNKNOWN_TOPIC_OR_PARTITION'));
    await expect(untilBrokerKnows(ask, { boundMs: 0 })).rejects.toThrow('UNKNOWN_TOPIC_OR_PARTITION');
  });
});

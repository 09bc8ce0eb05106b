import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';

/** Sends charges at a fixed rate, whatever the answers take: an open loop, as customers are. Returns failures. */
export async function steadyLoad(url: string, options: { apiKey: string; perSecond: number; seconds: number }) {
  const calls: Promise<boolean>[] = [];
  const startedAt = performance.now();
  const total = options.perSecond * options.seconds;
  while (calls.length < total) {
    const due = Math.min(total, Math.floor(((performance.now() - startedAt) / 1000) * options.perSecond) + 1);
    while (calls.length < due) calls.push(charge(url, options.apiKey));
    await delay(2);
  }
  const outcomes = await Promise.all(calls);
  return { sent: outcomes.length, failed: outcomes.filter((isDone) => !isDone).length };
}

const charge = async (url: string, apiKey: string): Promise<boolean> => {
  const response = await fetch(`${url}/v1/charges`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${apiKey}`,
      'content-type': 'application/json',
      'idempotency-key': randomUUID(),
    },
    body: '{"amount":1099,"currency":"EUR","source":"tok_visa"}',
  });
  await response.arrayBuffer();
  return response.status === 201;
};

import { eventually } from '@once/testing';
import type { Answer } from './caller.ts';

/** Asks, with one key, until whatever made the charge busy has ended. */
export function untilFree(ask: () => Promise<Answer>): Promise<Answer> {
  return eventually('the charge is free', async () => {
    const answer = await ask();
    return answer.body.code === 'charge_busy' ? undefined : answer;
  });
}

import { RetryBudget } from '@once/charge-client';
import { setProviderLatency } from '../provider-control.ts';
import type { Scenario } from '../scenario.ts';

/** Below the caller's patience twice over, and far below what the service allows itself. */
const CALL_MS = 900;
const PATIENCE_MS = 300;
/** As with callers who know of no budget. */
const UNLIMITED = new RetryBudget({ capTokens: 1_000_000 });

export const callersImpatient: Scenario = {
  name: 'callers-impatient',
  about: 'Callers give up before the answer comes, and ask again: every answer is lost on its way.',
  section: 'ThirdAttemptSurge',
  breakStack: async ({ running, traffic }) => {
    await setProviderLatency(running.stack, CALL_MS);
    const retry = { baseMs: 20, capMs: 50 };
    const stopCallers = traffic.charges(4, { attemptTimeoutMs: PATIENCE_MS, retry, budget: UNLIMITED });
    return {
      othersFix: stopCallers,
      end: async () => {
        await stopCallers();
        await setProviderLatency(running.stack, 0);
      },
    };
  },
};

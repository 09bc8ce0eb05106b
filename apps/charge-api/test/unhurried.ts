/** Times far apart: nobody is sent away with a 202 while a test looks around, or a loaded machine takes its time. */
export const UNHURRIED = {
  ANSWER_DEADLINE_MS: '20000',
  CLIENT_ATTEMPT_TIMEOUT_MS: '25000',
  LEASE_MS: '30000',
  PROVIDER_TIMEOUT_MS: '60000',
} as const;

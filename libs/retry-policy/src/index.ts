export { parseShouldRetry, type Answer, type AttemptResult } from './attempt-result.ts';
export { decideRetry, type Pause, type RetryDecision, type RetryQuestion, type StopReason } from './decide-retry.ts';
export { failedToConnect } from './failed-to-connect.ts';
export { fullJitterDelayMs, jitterBoundMs, type BackoffStep, type Random } from './full-jitter.ts';
export { Loop, type LoopOptions } from './loop.ts';
export { nextStepAfter, type NextStep } from './next-step.ts';
export { MAX_RETRY_AFTER_MS, parseRetryAfter } from './retry-after.ts';
export { DEFAULT_BUDGET_TOKENS, RetryBudget } from './retry-budget.ts';
export { DEFAULT_ATTEMPT_TIMEOUT_MS, RETRY_DEFAULTS, type RetryPolicy } from './retry-defaults.ts';

import { DEFAULT_ATTEMPT_TIMEOUT_MS, RETRY_DEFAULTS, type RetryBudget, type RetryPolicy } from '@once/retry-policy';
import type { ChargeClientOptions } from './request/charge-client-options.ts';
import { invalidArgument } from './errors/invalid-argument.ts';
import { systemClock, systemSleep } from './request/clock.ts';
import type { OperationIo } from './http/operation.ts';
import { processBudgetFor } from './process-budgets.ts';

/** Beyond the 30 s that the payment provider may take and the 15 s in which a dead server's work is resumed. */
const DEFAULT_DEADLINE_MS = 60_000;

/** One day; longer waits belong to a queue. Also keeps every timer far below the 24.8 days that setTimeout can do. */
const MAX_TIME_MS = 86_400_000;

export interface ClientSettings {
  readonly baseUrls: readonly string[];
  readonly apiKey: string;
  readonly attemptTimeoutMs: number;
  readonly deadlineMs: number;
  readonly policy: RetryPolicy;
  readonly generateKey: () => string;
  readonly headers: () => Readonly<Record<string, string>>;
  readonly io: OperationIo;
}

/** Checks every option and lists all that is wrong in one error. */
export function resolveSettings(options: ChargeClientOptions): ClientSettings {
  const baseUrls = options.baseUrls ?? (options.baseUrl === undefined ? [] : [options.baseUrl]);
  const policy = { ...RETRY_DEFAULTS, ...definedMembers(options.retry ?? {}) };
  const attemptTimeoutMs = options.attemptTimeoutMs ?? DEFAULT_ATTEMPT_TIMEOUT_MS;
  const deadlineMs = options.deadlineMs ?? DEFAULT_DEADLINE_MS;
  const faults = [
    ...faultsOfBaseUrls(options, baseUrls),
    ...faultsOfApiKey(options.apiKey),
    ...faultsOfTime('attemptTimeoutMs', attemptTimeoutMs),
    ...faultsOfTime('deadlineMs', deadlineMs),
    ...faultsOfPolicy(policy),
  ];
  if (faults.length > 0) {
    throw invalidArgument(`ChargeClient options: ${faults.join('; ')}`);
  }
  const origins = baseUrls.map((url) => url.replace(/\/+$/, ''));
  return {
    baseUrls: origins,
    apiKey: options.apiKey,
    attemptTimeoutMs,
    deadlineMs,
    policy,
    generateKey: options.generateKey ?? (() => crypto.randomUUID()),
    headers: options.headers ?? (() => ({})),
    io: ioOf(options, options.budget ?? processBudgetFor(origins)),
  };
}

export function faultsOfTime(name: string, ms: number): string[] {
  return ms > 0 && ms <= MAX_TIME_MS ? [] : [`${name} is ${ms}: give milliseconds above 0, at most ${MAX_TIME_MS}`];
}

function ioOf(options: ChargeClientOptions, budget: RetryBudget): OperationIo {
  return {
    // Looked up at each call, so that an instrumentation which replaces the global later is used.
    fetch: options.fetch ?? ((input, init) => globalThis.fetch(input, init)),
    sleep: options.sleep ?? systemSleep,
    clock: options.clock ?? systemClock,
    random: options.random ?? Math.random,
    budget,
    onAttempt: options.onAttempt,
  };
}

function definedMembers(retry: Partial<RetryPolicy>): Partial<RetryPolicy> {
  return Object.fromEntries(Object.entries(retry as object).filter(([, value]) => value !== undefined));
}

function faultsOfBaseUrls(options: ChargeClientOptions, baseUrls: readonly string[]): string[] {
  if ((options.baseUrl === undefined) === (options.baseUrls === undefined) || baseUrls.length === 0) {
    return ['give either baseUrl or a non-empty baseUrls'];
  }
  return baseUrls.flatMap((text) => faultsOfBaseUrl(text));
}

function faultsOfBaseUrl(text: string): string[] {
  const url = URL.parse(text);
  if (url === null || !['http:', 'https:'].includes(url.protocol)) {
    return [`base URL ${JSON.stringify(text)} is not an http(s) URL`];
  }
  // Not repeated in the message: what is wrong with it is a secret.
  return url.username || url.password || url.search || url.hash
    ? [`base URL of ${url.host} must have no credentials, query or fragment`]
    : [];
}

function faultsOfApiKey(apiKey: string): string[] {
  return /^[\x21-\x7e]+$/.test(apiKey) ? [] : ['apiKey must be visible ASCII characters, at least one'];
}

function faultsOfPolicy(policy: RetryPolicy): string[] {
  const isOff = ([, value]: [string, number]): boolean => !(value >= 0 && value <= MAX_TIME_MS);
  const fractions = (['maxRetries', 'maxWaits'] as const).filter((name) => !Number.isInteger(policy[name]));
  return [
    ...Object.entries(policy)
      .filter(isOff)
      .map(([name, value]) => `retry.${name} is ${value}: give a number from 0 to ${MAX_TIME_MS}`),
    ...fractions.map((name) => `retry.${name} is ${policy[name]}: give a whole number`),
  ];
}

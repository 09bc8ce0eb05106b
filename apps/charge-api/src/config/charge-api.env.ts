import { httpUrl, integer, optionalInteger, port, postgresUrl, serviceEnv } from '@once/config';
import { z } from 'zod';
import { operatorCredentials, operatorCredentialsFile } from './operator-credentials.ts';
import { orderOfTimesFault } from './order-of-times.ts';
import { noticeSecrets } from './notice-secrets.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

/** `adapter:identity`, as metrics and rows have it. */
const providerAccount = () =>
  z
    .string()
    .regex(/^[a-z]+:[\w-]{1,64}$/, 'must be adapter:identity, as in simulator:acct_0123456789abcdef01234567')
    .optional();

const fields = serviceEnv({ port: 3000 }).extend({
  DATABASE_URL: postgresUrl(),
  DATABASE_POOL_MAX: integer({ min: 4, max: 100, fallback: 16 }),
  PROVIDER_URL: httpUrl(),
  /** Account that the provider has to be, as it says itself; only compared. Without it any account is taken. */
  PROVIDER_ACCOUNT: providerAccount(),
  /** Account of charges that were made before accounts were kept; without it nothing is sent for them. */
  PROVIDER_ACCOUNT_OF_OLD_CHARGES: providerAccount(),
  /** What the provider signs its notices with; without it there is no route for them. */
  PROVIDER_NOTICE_SECRET: noticeSecrets(),
  /** Times, each shorter than the next: see `assertOrderOfTimes`. */
  ANSWER_DEADLINE_MS: integer({ min: 50, max: MINUTE_MS, fallback: 4_000 }),
  CLIENT_ATTEMPT_TIMEOUT_MS: integer({ min: 100, max: MINUTE_MS, fallback: 6_000 }),
  LEASE_MS: integer({ min: 200, max: 5 * MINUTE_MS, fallback: 8_000 }),
  PROVIDER_TIMEOUT_MS: integer({ min: 300, max: 10 * MINUTE_MS, fallback: 30_000 }),
  /** May only shorten what the provider declares. 0: never send again. */
  PROVIDER_KEY_WINDOW_MS: optionalInteger({ min: 0, max: 90 * DAY_MS }),
  /** How long past the key window an unknown outcome is still asked for before a person has to decide. */
  UNKNOWN_REVIEW_AFTER_MS: integer({ min: 0, max: 90 * DAY_MS, fallback: 15 * MINUTE_MS }),
  /** An accepted operation that never reached the provider fails when nobody has asked for it for so long. */
  ABANDON_AFTER_MS: integer({ min: 1_000, max: 90 * DAY_MS, fallback: 12 * HOUR_MS }),
  /** How long an authorization lasts before it is released. */
  AUTHORIZATION_WINDOW_MS: integer({ min: 1_000, max: 90 * DAY_MS, fallback: 7 * DAY_MS }),
  /** Between two looks for work without a worker; jittered by half. */
  SWEEP_INTERVAL_MS: integer({ min: 10, max: MINUTE_MS, fallback: 1_000 }),
  /** Operations of lost workers that one process works on at a time: by default as many as a lost process can leave. */
  RESUMER_MAX_CONCURRENT: integer({ min: 1, max: 1_000, fallback: 256 }),
  /** Operations of unknown outcome that one process works on at a time, and takes up in one look. */
  RESOLVER_MAX_CONCURRENT: integer({ min: 1, max: 1_000, fallback: 8 }),
  IDEMPOTENCY_RETENTION_DAYS: integer({ min: 1, max: 3650, fallback: 7 }),
  /** Requests a second and tenant, per process. */
  RATE_LIMIT_PER_SECOND: integer({ min: 1, max: 1_000_000, fallback: 200 }),
  /** Requests worked on at a time, and waiting for a turn; beyond both a request is shed with 503. */
  MAX_IN_FLIGHT: integer({ min: 1, max: 10_000, fallback: 256 }),
  MAX_QUEUED: integer({ min: 0, max: 10_000, fallback: 256 }),
  /** Mean lateness of the event loop over a second beyond which requests are shed; 0 sheds for that never. */
  MAX_EVENT_LOOP_DELAY_MS: integer({ min: 0, max: MINUTE_MS, fallback: 1_000 }),
  /** Calls to the provider at a time. */
  PROVIDER_MAX_CONCURRENT: integer({ min: 1, max: 10_000, fallback: 256 }),
  /** Operators have a port of their own, which opens when one of the two below says whom to let in. */
  OPERATOR_PORT: port(3900),
  OPERATOR_CREDENTIALS: operatorCredentials(),
  OPERATOR_CREDENTIALS_FILE: operatorCredentialsFile(),
});

type Fields = z.infer<typeof fields>;

const ORDER = [
  'ANSWER_DEADLINE_MS',
  'CLIENT_ATTEMPT_TIMEOUT_MS',
  'LEASE_MS',
  'PROVIDER_TIMEOUT_MS',
] as const satisfies readonly (keyof Fields)[];

/**
 * The server answers before its client gives up, the client gives up before the lease ends, and the lease (renewed while
 * the call runs) is shorter than the call. That the provider remembers our key for longer than any of it is looked at
 * when it has declared for how long: see `orderOfTimesFault`.
 */
export const chargeApiEnv = fields.superRefine((env, context) => {
  ORDER.slice(1).forEach((name, index) => {
    const shorter = ORDER[index];
    if (shorter === undefined || env[shorter] < env[name]) return;
    const message = `must be longer than ${shorter} (${env[shorter]}), but is ${env[name]}`;
    context.addIssue({ code: 'custom', path: [name], message });
  });
  const { PROVIDER_KEY_WINDOW_MS: keyWindowMs } = env;
  // What the provider declares can only make it shorter.
  const fault = keyWindowMs === undefined ? undefined : orderOfTimesFault(keyWindowMs, env);
  if (fault !== undefined) context.addIssue({ code: 'custom', path: ['PROVIDER_KEY_WINDOW_MS'], message: fault });
  if (env.OPERATOR_CREDENTIALS && env.OPERATOR_CREDENTIALS_FILE) {
    const message = 'is set beside OPERATOR_CREDENTIALS: set one of the two';
    context.addIssue({ code: 'custom', path: ['OPERATOR_CREDENTIALS_FILE'], message });
  }
});

export type ChargeApiEnv = Readonly<Fields>;
export const CHARGE_API_ENV = Symbol('CHARGE_API_ENV');

import {
  httpUrl,
  integer,
  optionalInteger,
  port,
  postgresUrl,
  serviceEnv,
  settingFacts,
  withRules,
  type SettingRule,
} from '@once/config';
import { DEFAULT_IDEMPOTENCY_OPTIONS } from '@once/idempotency';
import { DEFAULT_ATTEMPT_TIMEOUT_MS } from '@once/retry-policy';
import { z } from 'zod';
import { operatorCredentials, operatorCredentialsFile } from './operator-credentials.ts';
import { orderOfTimesFault } from './order-of-times.ts';
import { noticeSecrets } from './notice-secrets.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

const { answerDeadlineMs, leaseMs, retentionMs } = DEFAULT_IDEMPOTENCY_OPTIONS;

/** `adapter:identity`, as metrics and rows have it. */
const providerAccount = () =>
  z
    .string()
    .regex(/^[a-z]+:[\w-]{1,64}$/, 'must be adapter:identity, as in simulator:acct_0123456789abcdef01234567')
    .optional()
    .register(settingFacts, { form: '`adapter:identity`' });

const fields = serviceEnv({ port: 3000 }).extend({
  DATABASE_URL: postgresUrl().describe("The charge database, with the service's login, not the owner's."),
  DATABASE_POOL_MAX: integer({ min: 4, max: 100, fallback: 16 }).describe('Most connections to the database.'),
  PROVIDER_URL: httpUrl().describe('The payment provider.'),
  PROVIDER_ACCOUNT: providerAccount().describe(
    'The account that the provider must name as its own; only compared. Without it any account is accepted.',
  ),
  PROVIDER_ACCOUNT_OF_OLD_CHARGES: providerAccount().describe(
    'The account of charges made before accounts were stored. Without it nothing is sent for those charges.',
  ),
  PROVIDER_NOTICE_SECRET: noticeSecrets()
    .register(settingFacts, { form: '1 to 4 secrets of 24 to 255 bytes, comma- or space-separated', isSecret: true })
    .describe('What the provider signs its notices with. Without it the route for notices is off.'),
  ANSWER_DEADLINE_MS: integer({ min: 50, max: MINUTE_MS, fallback: answerDeadlineMs }).describe(
    'A request is answered within this time, with 202 if the outcome is not known yet.',
  ),
  CLIENT_ATTEMPT_TIMEOUT_MS: integer({ min: 100, max: MINUTE_MS, fallback: DEFAULT_ATTEMPT_TIMEOUT_MS }).describe(
    'How long callers wait for the answer to one attempt. Nothing here waits for it: it only orders the times beside it.',
  ),
  LEASE_MS: integer({ min: 200, max: 5 * MINUTE_MS, fallback: leaseMs }).describe(
    'How long an operation stays with a worker that has gone silent. A live worker renews it.',
  ),
  PROVIDER_TIMEOUT_MS: integer({ min: 300, max: 10 * MINUTE_MS, fallback: 30_000 }).describe(
    'How long one call to the provider may take. What has no answer by then is unknown.',
  ),
  PROVIDER_KEY_WINDOW_MS: optionalInteger({ min: 0, max: 90 * DAY_MS }).describe(
    'How long the provider recognises our key, where that is less than it declares; it can only shorten. 0: never send again.',
  ),
  UNKNOWN_REVIEW_AFTER_MS: integer({ min: 0, max: 90 * DAY_MS, fallback: 15 * MINUTE_MS }).describe(
    'How long past the key window the provider is still asked about an unknown outcome before a person has to decide.',
  ),
  ABANDON_AFTER_MS: integer({ min: 1_000, max: 90 * DAY_MS, fallback: 12 * HOUR_MS }).describe(
    'An accepted operation that never reached the provider fails when nobody has sent its key for this long.',
  ),
  AUTHORIZATION_WINDOW_MS: integer({ min: 1_000, max: 90 * DAY_MS, fallback: 7 * DAY_MS }).describe(
    'How long an authorization lasts before it is released.',
  ),
  SWEEP_INTERVAL_MS: integer({ min: 10, max: MINUTE_MS, fallback: 1_000 }).describe(
    'Time between two searches for work that has no worker, jittered by half.',
  ),
  RESUMER_MAX_CONCURRENT: integer({ min: 1, max: 1_000, fallback: 256 }).describe(
    'Operations of lost workers that one process works on at a time. The default is as many as one lost process can leave.',
  ),
  RESOLVER_MAX_CONCURRENT: integer({ min: 1, max: 1_000, fallback: 8 }).describe(
    'Operations of unknown outcome that one process works on at a time, and takes up in one search.',
  ),
  IDEMPOTENCY_RETENTION_DAYS: integer({ min: 1, max: 3650, fallback: retentionMs / DAY_MS }).describe(
    'Days until the stored answer of a key expires and its body may be deleted. The key stays for ever.',
  ),
  RATE_LIMIT_PER_SECOND: integer({ min: 1, max: 1_000_000, fallback: 200 }).describe(
    'Requests per second and tenant, per process. More are answered 429.',
  ),
  MAX_IN_FLIGHT: integer({ min: 1, max: 10_000, fallback: 256 }).describe('Requests worked on at a time.'),
  MAX_QUEUED: integer({ min: 0, max: 10_000, fallback: 256 }).describe(
    'Requests that wait while `MAX_IN_FLIGHT` are worked on. More are answered 503.',
  ),
  MAX_EVENT_LOOP_DELAY_MS: integer({ min: 0, max: MINUTE_MS, fallback: 1_000 }).describe(
    'Mean delay of the event loop over one second from which requests are answered 503. 0: never for this reason.',
  ),
  PROVIDER_MAX_CONCURRENT: integer({ min: 1, max: 10_000, fallback: 256 }).describe('Calls to the provider at a time.'),
  OPERATOR_PORT: port(3900).describe('Port for operators. Open only where one of the two below says who may enter.'),
  OPERATOR_CREDENTIALS: operatorCredentials()
    .register(settingFacts, { form: '`name:token`, comma-separated', isSecret: true })
    .describe('Who may enter the port for operators.'),
  OPERATOR_CREDENTIALS_FILE: operatorCredentialsFile()
    .register(settingFacts, { form: 'path' })
    .describe('A file with one `name:token` a line. Read once, at start.'),
});

type Fields = z.infer<typeof fields>;

const ORDER = [
  'ANSWER_DEADLINE_MS',
  'CLIENT_ATTEMPT_TIMEOUT_MS',
  'LEASE_MS',
  'PROVIDER_TIMEOUT_MS',
] as const satisfies readonly (keyof Fields)[];

const RULES: readonly SettingRule<Fields>[] = [
  {
    says: `Each of ${ORDER.map((name) => `\`${name}\``).join(', ')} is longer than the one before it: the server answers before its client gives up, the client gives up before the lease ends, and a call outlasts the lease, which is renewed meanwhile.`,
    faultsOf: (env) =>
      ORDER.slice(1).flatMap((name, index) => {
        const shorter = ORDER[index];
        if (shorter === undefined || env[shorter] < env[name]) return [];
        return [{ name, message: `must be longer than ${shorter} (${env[shorter]}), but is ${env[name]}` }];
      }),
  },
  {
    says: '`PROVIDER_KEY_WINDOW_MS`, where it is set and not 0, is longer than `PROVIDER_TIMEOUT_MS` and than `ABANDON_AFTER_MS`. The window that the provider declares is held to the same when it is asked.',
    faultsOf: ({ PROVIDER_KEY_WINDOW_MS: keyWindowMs, ...env }) => {
      const message = keyWindowMs === undefined ? undefined : orderOfTimesFault(keyWindowMs, env);
      return message === undefined ? [] : [{ name: 'PROVIDER_KEY_WINDOW_MS', message }];
    },
  },
  {
    says: 'Only one of `OPERATOR_CREDENTIALS` and `OPERATOR_CREDENTIALS_FILE` is set.',
    faultsOf: ({ OPERATOR_CREDENTIALS: inEnvironment, OPERATOR_CREDENTIALS_FILE: inFile }) =>
      inEnvironment && inFile
        ? [{ name: 'OPERATOR_CREDENTIALS_FILE', message: 'is set beside OPERATOR_CREDENTIALS: set one of the two' }]
        : [],
  },
];

export const chargeApiEnv = withRules(fields, RULES);

export type ChargeApiEnv = Readonly<Fields>;
export const CHARGE_API_ENV = Symbol('CHARGE_API_ENV');

/** The one place that knows where each environment is parsed. Their schemas import no framework. */
import { ownerDatabaseEnv } from '@once/config';
import type { z } from 'zod';
import { chargeApiEnv } from '../../../../apps/charge-api/src/config/charge-api.env.ts';
import { needsReviewEnv } from '../../../../apps/charge-api/src/review/command/needs-review.env.ts';
import { ledgerConsumerEnv } from '../../../../apps/ledger-consumer/src/config/ledger-consumer.env.ts';
import { relayEnv } from '../../../../apps/relay/src/settings/relay.env.ts';
import { tracingEnv } from '../../../../libs/observability/src/tracing/tracing.env.ts';

/** The services, by name. */
export const SERVICES = {
  'charge-api': chargeApiEnv,
  relay: relayEnv,
  'ledger-consumer': ledgerConsumerEnv,
} as const satisfies Record<string, z.ZodObject>;

/** What telemetry reads in each of them. */
export const TRACING = tracingEnv;

/** `npm run migrate` and `npm run tenants`, as they run in a deploy. */
export const OWNER_COMMANDS = ownerDatabaseEnv;

/** `npm run ops -- charges needs-review`: charge-api's, with few differences. */
export const NEEDS_REVIEW = needsReviewEnv;

/** Every schema. */
export const ENVIRONMENTS: Record<string, z.ZodObject> = {
  ...SERVICES,
  tracing: TRACING,
  'owner commands': OWNER_COMMANDS,
  'needs-review': NEEDS_REVIEW,
};

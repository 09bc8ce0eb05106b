// stands at libs/idempotency/src/deliberate-violation.ts
import { Metrics } from '@once/observability';

export const metrics = Metrics;

import { CHARGE_PATH } from './charge-path.dashboard.ts';
import type { Dashboard } from './dashboard.ts';
import { LEDGER } from './ledger.dashboard.ts';
import { OVERVIEW } from './overview.dashboard.ts';
import { RELAY_AND_KAFKA } from './relay-and-kafka.dashboard.ts';
import { RETRY_HEALTH } from './retry-health.dashboard.ts';

export const DASHBOARDS: readonly Dashboard[] = [OVERVIEW, CHARGE_PATH, RELAY_AND_KAFKA, LEDGER, RETRY_HEALTH];

// stands at apps/ledger-consumer/src/deliberate-violation.ts
import { ChargeClient } from '@once/charge-client';

export const client = ChargeClient;

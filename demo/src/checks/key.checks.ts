import type { Check } from './check.ts';
import { none, tally } from './check.ts';

const labelOf = ({ tenant, idempotencyKey }: { tenant: string; idempotencyKey: string }): string =>
  `${tenant} ${idempotencyKey}`;

const OPEN_STATES = new Set(['pending', 'unknown', 'needs_review']);

const nothingOpen: Check = {
  name: 'keys still PROCESSING, operations open',
  source: 'charge DB',
  judge: ({ chargeDb }) =>
    none([
      ...chargeDb.keys.filter(({ state }) => state === 'PROCESSING').map((row) => `key ${labelOf(row)}`),
      ...chargeDb.operations.filter(({ state }) => OPEN_STATES.has(state)).map(({ id }) => `operation ${id}`),
    ]),
};

const oneOperationPerKey: Check = {
  name: 'each key of a tenant names one operation',
  source: 'charge DB',
  judge: ({ chargeDb }) => {
    const operations = Map.groupBy(chargeDb.operations, labelOf);
    const keys = new Set([...chargeDb.keys.map(labelOf), ...operations.keys()]);
    return tally(
      keys.size,
      [...keys].filter((key) => operations.get(key)?.length !== 1).map((key) => `key ${key}`),
    );
  },
};

/** The idempotency keys themselves. */
export const keyChecks = [nothingOpen, oneOperationPerKey];

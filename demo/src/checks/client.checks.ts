import type { Evidence } from '../evidence/evidence.ts';
import { stringMember, type Answered, type ClientLogEntry } from '../send/client-log.ts';
import type { Check } from './check.ts';
import { tally } from './check.ts';

const isAnswered = (entry: ClientLogEntry): entry is Answered => entry.kind === 'answered';

/** The key as charge-api reads it: `"abc"` and `abc` are one. */
const labelOf = ({ tenant, key }: { tenant: string; key: string | null }): string =>
  `${tenant} ${(key ?? '').replace(/^"(.*)"$/, '$1')}`;

const PASSING_CODES = new Set(['idempotency_key_in_use', 'charge_busy', 'rate_limited']);

/** An answer that a later one may replace: the client gave up before the end was known. */
const isPassing = ({ status, code }: Answered): boolean =>
  status === 202 || status >= 500 || PASSING_CODES.has(code ?? '');

const everyLineAnswered: Check = {
  name: 'each request was answered in the end',
  source: 'client log',
  judge: ({ clientLog }) => {
    const open = clientLog.filter((entry) => !isAnswered(entry) || isPassing(entry));
    return tally(
      clientLog.length,
      open.map(({ origin }) => origin),
    );
  },
};

const nothingAcknowledgedIsMissing: Check = {
  name: 'each 2xx that a client saw is an operation',
  source: 'client log = charge DB',
  judge: (evidence) => {
    const acknowledged = evidence.clientLog.filter(isAnswered).filter(({ status }) => status < 300);
    const succeeded = succeededOperations(evidence);
    const missing = acknowledged.filter(
      (entry) => !succeeded.get(labelOf(entry))?.includes(String(stringMember(entry.bodyText, 'id'))),
    );
    return tally(
      acknowledged.length,
      missing.map(({ origin }) => origin),
    );
  },
};

/** Ids that an answer may show: of the operation for a refund, of the charge else. */
const succeededOperations = ({ chargeDb }: Evidence): Map<string, string[]> => {
  const rows = chargeDb.operations.filter(({ state }) => state === 'succeeded');
  const ids = rows.map((row) => ({
    label: labelOf({ tenant: row.tenant, key: row.idempotencyKey }),
    id: row.kind === 'refund.create' ? row.id : row.chargeId,
  }));
  const byLabel = Map.groupBy(ids, ({ label }) => label);
  return new Map([...byLabel].map(([label, group]) => [label, group.map(({ id }) => id)]));
};

const replaysAreTheStoredBytes: Check = {
  name: 'each replay was the stored answer, bytewise',
  source: 'client log = charge DB',
  judge: ({ chargeDb, clientLog }) => {
    const stored = new Map(
      chargeDb.keys.map((row) => [labelOf({ tenant: row.tenant, key: row.idempotencyKey }), row.responseText]),
    );
    const replays = clientLog.filter(isAnswered).filter(({ isReplayed }) => isReplayed);
    const offenders = replays.filter((entry) => stored.get(labelOf(entry)) !== entry.bodyText);
    return tally(
      replays.length,
      offenders.map(({ origin }) => origin),
    );
  },
};

/** What clients were told, held against the truth; the other checks never look at it. */
export const clientChecks = [everyLineAnswered, nothingAcknowledgedIsMissing, replaysAreTheStoredBytes];

import type { KeyRow, OperationRow } from '../../src/checker/sources/charge-db/charge-db.ts';
import type { World } from '../../src/checker/world.ts';
import { hashOf } from './sample-call.ts';
import type { Mutable } from './mutable.ts';
import { SAMPLE_OCCURRED_AT_MS, sampleOutboxRow, sampleRecord } from './sample-event.ts';

export type Stores = Mutable<Pick<World, 'chargeDb' | 'ledgerDb' | 'topic' | 'provider' | 'committedOffsets'>>;

export const emptyStores = (): Stores => ({
  chargeDb: {
    charges: [],
    operations: [],
    keys: [],
    attempts: [],
    transitions: [],
    outbox: [],
    contradictingNotices: 0,
  },
  ledgerDb: { entries: [], inbox: [], parked: [], chargeVersions: [] },
  topic: { records: [], ends: new Map() },
  provider: { effects: [], decisions: [] },
  committedOffsets: new Map(),
});

/** An operation that was done or declined; by default a sale of acme that succeeded. */
export interface DoneOperation {
  readonly id: string;
  readonly tenant: string;
  readonly key: string;
  readonly chargeId: string;
  readonly kind: string;
  readonly capture?: boolean;
  readonly amountMinor: bigint;
  readonly currency: string;
  readonly deed: string;
  readonly version: number;
  readonly shard: number;
  readonly status: number;
  readonly isDeclined?: boolean;
}

export const PROVIDER_ACCOUNT = 'simulator:acct_1';

const MONEY = ['captured', 'refunded'];

/** Writes it everywhere where it leaves a trace. The charge itself and its steps are the sample's. */
export function addOperation(stores: Stores, operation: DoneOperation): void {
  const { chargeDb, provider } = stores;
  const { id, kind, status, deed, isDeclined = false } = operation;
  chargeDb.operations.push(operationRow(operation));
  chargeDb.keys.push(keyRow(operation));
  const attempt = {
    operationId: id,
    providerKey: `once_${id}`,
    providerAccount: PROVIDER_ACCOUNT,
    detail: null,
    lateOutcome: null,
    latePaymentId: null,
    endedAtMs: 20,
  };
  chargeDb.attempts.push({ ...attempt, outcome: isDeclined ? 'declined' : 'succeeded' });
  const effect = kind === 'charge.expire' ? 'canceled' : deed;
  provider.decisions.push({
    account: PROVIDER_ACCOUNT,
    providerKey: `once_${id}`,
    httpStatus: isDeclined ? 402 : status,
    effect: isDeclined ? null : effect,
  });
  if (!isDeclined) addEffect(stores, operation, effect);
  addEvent(stores, operation);
}

const operationRow = (operation: DoneOperation): OperationRow => ({
  id: operation.id,
  tenantId: `id-of-${operation.tenant}`,
  tenant: operation.tenant,
  key: operation.key,
  chargeId: operation.chargeId,
  kind: operation.kind,
  state: operation.isDeclined ? 'failed' : 'succeeded',
  amountMinor: operation.amountMinor,
  currency: operation.currency,
  capture: operation.capture ?? null,
  failureCode: operation.isDeclined ? 'generic_decline' : null,
  hasInput: false,
  isGivenBack: false,
  providerAccount: PROVIDER_ACCOUNT,
});

const keyRow = ({ tenant, key, status, isDeclined }: DoneOperation): KeyRow => ({
  tenant,
  key,
  state: isDeclined ? 'FAILED' : 'COMPLETED',
  unsettled: null,
  responseStatus: status,
  bodySha256: hashOf(`${tenant} ${key}`),
});

const addEffect = ({ provider }: Stores, operation: DoneOperation, effect: string): void => {
  const { id, chargeId, amountMinor, currency } = operation;
  const paymentId = `payment-of-${chargeId}`;
  const providerKey = `once_${id}`;
  const account = PROVIDER_ACCOUNT;
  const told = { differs: false, toldProviderKey: providerKey, recordedAtMs: 10 };
  provider.effects.push({ account, providerKey, effect, paymentId, amountMinor, currency, operationId: id, ...told });
};

function addEvent({ chargeDb, topic, ledgerDb, committedOffsets }: Stores, operation: DoneOperation): void {
  const { shard, version, chargeId } = operation;
  const tenantId = `id-of-${operation.tenant}`;
  const offset = topic.ends.get(shard) ?? 0n;
  const named = { providerAccount: PROVIDER_ACCOUNT, providerEffectId: `effect-of-${operation.id}` };
  const row = sampleOutboxRow({ ...operation, ...named, operationId: operation.id, tenantId, offset });
  chargeDb.outbox.push(row);
  topic.records.push(sampleRecord(row, offset));
  topic.ends.set(shard, offset + 1n);
  committedOffsets.set(shard, offset + 1n);
  ledgerDb.inbox.push({ eventId: row.eventId, chargeId, version, partition: shard, offset });
  ledgerDb.chargeVersions = ledgerDb.chargeVersions.filter((known) => known.chargeId !== chargeId);
  ledgerDb.chargeVersions.push({ chargeId, lastVersion: version });
  if (MONEY.includes(operation.deed)) ledgerDb.entries.push(entryOf(operation, row.eventId, tenantId));
}

const entryOf = (operation: DoneOperation, sourceEventId: string, tenantId: string) => {
  const { id, chargeId, version, deed, amountMinor, currency } = operation;
  const clearing = deed === 'captured' ? amountMinor : -amountMinor;
  return {
    ...{ id: `entry-of-${id}`, sourceEventId, chargeId, version, tenantId, type: deed, operationId: id },
    occurredAtMs: SAMPLE_OCCURRED_AT_MS,
    ...{ providerAccount: PROVIDER_ACCOUNT, providerEffectId: `effect-of-${id}` },
    postings: [
      {
        ...{ account: 'provider_clearing', providerAccount: PROVIDER_ACCOUNT },
        ...{ tenantId, currency, amountMinor: clearing },
      },
      { account: 'merchant_payable', providerAccount: null, tenantId, currency, amountMinor: -clearing },
    ],
  };
};

import { readCommittedOffsets } from '../../checker/sources/kafka/read-committed-offsets.ts';
import type { ProofTargets } from '../../model/targets.ts';
import { NotInTimeError, until } from '../until.ts';
import { queryRows } from './query-rows.ts';

const ASK_EVERY_MS = 250;

interface ChargeSide {
  readonly unpublished: number;
  readonly open: number;
  readonly events: number;
}

const CHARGE_SIDE = `
  SELECT (count(*) FILTER (WHERE published_at IS NULL))::int AS unpublished,
         count(*)::int AS events,
         (SELECT count(*)::int FROM idempotency_keys
          WHERE state = 'PROCESSING' AND unsettled IS DISTINCT FROM 'needs_review') AS open
  FROM outbox`;

/** Records that were received: a parked one has come as far as one in the inbox. */
const LEDGER_SIDE = `
  SELECT count(*)::int AS received FROM
    (SELECT event_id::text FROM inbox UNION SELECT event_id::text FROM parked_records) AS received`;

/** The last offset that each partition is known to have been written at, as the relay marked it. */
const PUBLISHED = `
  SELECT shard AS partition, max(published_offset)::text AS last FROM outbox
  WHERE published_offset IS NOT NULL GROUP BY shard`;

export interface Backlog {
  readonly isDrained: boolean;
  readonly text: string;
}

export async function readBacklog(targets: ProofTargets): Promise<Backlog> {
  const [charge = { unpublished: 0, open: 0, events: 0 }] = await queryRows<ChargeSide>(
    targets.chargeDbUrl,
    CHARGE_SIDE,
  );
  const [ledger = { received: 0 }] = await queryRows<{ received: number }>(targets.ledgerDbUrl, LEDGER_SIDE);
  const isReceived = charge.unpublished + charge.open === 0 && ledger.received >= charge.events;
  const lag = isReceived ? await countUncommitted(targets) : null;
  const text = `outbox ${charge.unpublished}, open ${charge.open}, received ${ledger.received}/${charge.events}`;
  return { isDrained: lag === 0, text: lag === null ? text : `${text}, partitions behind ${lag}` };
}

/** Partitions whose committed offset is not beyond what was published into them. */
async function countUncommitted({ chargeDbUrl, kafkaBrokers, ...names }: ProofTargets): Promise<number> {
  const published = await queryRows<{ partition: number; last: string }>(chargeDbUrl, PUBLISHED);
  const committed = await readCommittedOffsets(kafkaBrokers, names);
  return published.filter(({ partition, last }) => (committed.get(partition) ?? 0n) <= BigInt(last)).length;
}

/**
 * Waits until nothing is on its way any more: every event published, received and behind the committed offsets, and no
 * key in work but those that wait for a person. @throws NotInTimeError that says what was left
 */
export async function drain(
  targets: ProofTargets,
  { withinMs, signal, progress }: { withinMs: number; signal: AbortSignal; progress: (text: string) => void },
): Promise<void> {
  let last = 'nothing could be read';
  const ask = async (): Promise<true | undefined> => {
    const { isDrained, text } = await readBacklog(targets);
    last = text;
    progress(text);
    return isDrained ? true : undefined;
  };
  try {
    await until('everything is worked off', ask, { withinMs, everyMs: ASK_EVERY_MS, signal });
  } catch (error) {
    if (!(error instanceof NotInTimeError)) throw error;
    throw new NotInTimeError(`${error.message}: ${last}`);
  }
}

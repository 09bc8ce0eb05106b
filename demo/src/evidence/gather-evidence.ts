import type { ClientLogEntry } from '../send/client-log.ts';
import type { DemoStack } from '../demo-stack.ts';
import type { Evidence } from './evidence.ts';
import { readChargeDb } from './read-charge-db.ts';
import { readLedgerDb } from './read-ledger-db.ts';
import { readMetrics } from './read-metrics.ts';
import { readProvider } from './read-provider.ts';
import { readTopic } from './read-topic.ts';
import type { TopicPosition } from './topic-admin.ts';

/** What the run itself knows: its own client's log, and where the topic ended before it. */
export interface RunContext {
  readonly topicStart: TopicPosition;
  readonly clientLog: readonly ClientLogEntry[];
  readonly lostResponseChargeId: string | null;
}

/** Reads every store by itself. Meant for a stack at rest: the stores are not read at one common moment. */
export async function gatherEvidence(stack: DemoStack, context: RunContext): Promise<Evidence> {
  const [chargeDb, topic, provider, ledgerDb, metrics] = await Promise.all([
    readChargeDb(stack.chargeDbUrl),
    readTopic(stack.kafkaBrokers, context.topicStart),
    readProvider(stack.provider),
    readLedgerDb(stack.ledgerDbUrl),
    readMetrics(stack),
  ]);
  const { clientLog, lostResponseChargeId } = context;
  return { chargeDb, topic, provider, ledgerDb, metrics, clientLog, lostResponseChargeId };
}

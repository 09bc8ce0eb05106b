import type { ProofTargets } from '../model/targets.ts';
import type { CheckOptions } from './check-options.ts';
import { readChargeDb } from './sources/charge-db/read-charge-db.ts';
import { readHistory } from './sources/history/read-history.ts';
import { readCommittedOffsets } from './sources/kafka/read-committed-offsets.ts';
import { readTopic } from './sources/kafka/read-topic.ts';
import { readLedgerDb } from './sources/ledger-db/read-ledger-db.ts';
import { scrapeAll } from './sources/metrics/scrape.ts';
import { readProviders } from './sources/provider/read-provider.ts';
import type { World } from './world.ts';

/**
 * Reads every source, from the end of the way back to its beginning, one after the other. What stands at the end of the
 * way was caused by something before it: read in this order, the cause is in its source by the time that source is
 * read, also while the run goes on. @throws InconclusiveError naming the source that could not be read
 */
export async function readWorld(targets: ProofTargets, historyFile: string, options: CheckOptions): Promise<World> {
  const { at, noCrashes = false, withMetrics = true } = options;
  const before = withMetrics ? await scrapeAll(targets.metricsUrls) : null;
  const committedOffsets = await readCommittedOffsets(targets.kafkaBrokers, targets);
  const ledgerDb = await readLedgerDb(targets.ledgerDbUrl);
  const topic = await readTopic(targets.kafkaBrokers, targets.topic);
  const provider = await readProviders([targets.providerUrl, ...targets.otherProviderUrls]);
  const chargeDb = await readChargeDb(targets.chargeDbUrl);
  const history = await readHistory(historyFile, { isGrowing: at === 'always' });
  const metrics = before && { before, after: await scrapeAll(targets.metricsUrls) };
  return { at, noCrashes, history, chargeDb, ledgerDb, topic, committedOffsets, provider, metrics };
}

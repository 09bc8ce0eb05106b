import type { DemoStack } from './demo-stack.ts';
import { readMetrics } from './evidence/read-metrics.ts';
import { readOnlySnapshot } from './evidence/read-only-snapshot.ts';
import { pollUntil } from './poll-until.ts';

/** Far beyond what an idle stack needs. When it is over, the verdict says what is missing. */
const DRAIN_WITHIN_MS = 60_000;
const ASK_EVERY_MS = 100;

const OUTBOX = `
  SELECT count(*)::int AS events,
         (count(*) FILTER (WHERE event_type ~ '^payments[.]charge[.](captured|refunded)[.]'))::int AS money_events,
         (SELECT count(*)::int FROM idempotency_keys WHERE state = 'PROCESSING') AS open_keys
  FROM outbox`;

interface OutboxCounts {
  events: number;
  money_events: number;
  open_keys: number;
}

interface Backlog {
  readonly isDrained: boolean;
  readonly text: string;
}

/** Waits until every event of the outbox is published, received and posted, and /metrics says so. */
export async function drain(
  stack: DemoStack,
  { signal, progress }: { signal: AbortSignal; progress: (text: string) => void },
): Promise<void> {
  const ask = async (): Promise<Backlog> => {
    // A service that is being started again cannot be asked; the bound on the waiting covers that too.
    const backlog = await readBacklog(stack).catch((error: unknown) => ({ isDrained: false, text: String(error) }));
    progress(backlog.text);
    return backlog;
  };
  await pollUntil(ask, ({ isDrained }) => isDrained, { everyMs: ASK_EVERY_MS, withinMs: DRAIN_WITHIN_MS, signal });
}

async function readBacklog(stack: DemoStack): Promise<Backlog> {
  const outbox = await readOnlySnapshot(stack.chargeDbUrl, async (client) => {
    const { rows } = await client.query<OutboxCounts>(OUTBOX);
    return rows[0] ?? { events: 0, money_events: 0, open_keys: 0 };
  });
  const received = await readOnlySnapshot(stack.ledgerDbUrl, async (client) => {
    const { rows } = await client.query<{ events: number }>('SELECT count(*)::int AS events FROM inbox');
    return rows[0]?.events ?? 0;
  });
  const { outboxPending, effectsApplied } = await readMetrics(stack);
  const { events, money_events: moneyEvents, open_keys: openKeys } = outbox;
  const isDrained = openKeys === 0 && outboxPending === 0 && received >= events && effectsApplied === moneyEvents;
  const posted = `received ${received}/${events}, posted ${effectsApplied ?? '?'}/${moneyEvents}`;
  const text = `keys in work ${openKeys}, outbox_pending ${outboxPending ?? '?'}, ${posted}`;
  return { isDrained, text };
}

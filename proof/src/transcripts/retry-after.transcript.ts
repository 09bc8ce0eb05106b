import { TranscriptPlan } from './plan-transcript.ts';
import { sendTapped } from './send-tapped.ts';
import { showExchanges, showOffset } from './show-exchange.ts';
import type { Transcript, TranscriptContext } from './transcript.ts';
import type { Exchange } from './wire-tap.ts';

const CLIENTS = 6;
const ROUNDS = 3;

export const retryAfter: Transcript = {
  title: 'Clients that honour Retry-After, each after a pause of its own',
  make: refuseAllClients,
};

/** The provider refuses every client so often; charge-api tells each when to come back. */
async function refuseAllClients(context: TranscriptContext): Promise<string> {
  const plan = new TranscriptPlan(context.seed, 'retry-after');
  for (let client = 0; client < CLIENTS; client += 1) plan.sendOnce(plan.addSale());
  await context.provider.set({ kind: 'refuse_before_effect', times: CLIENTS * ROUNDS });
  const exchanges = await sendTapped(context, plan.finish(), CLIENTS);
  const clients = [...Map.groupBy(exchanges, ({ headers }) => String(headers['idempotency-key'])).values()];
  const pauses = clients.flatMap((attempts, index) => pausesOf(attempts, index + 1));
  if (pauses.length < CLIENTS) throw new Error(`${pauses.length} pauses after a Retry-After, and ${CLIENTS} clients`);
  const early = pauses.find(({ pausedMs, askedMs }) => pausedMs < askedMs);
  if (early) throw new Error(`client ${early.client} came back after ${early.pausedMs} ms, before ${early.askedMs} ms`);
  const firstAtMs = exchanges[0]?.atMs ?? 0;
  return [
    `${CLIENTS} clients are refused in one moment, and again when they come back, ${ROUNDS} times each or so. None comes back before it was told to;`,
    'on top of that each waits for a time that it draws by itself, so that they do not come back together.',
    '',
    'With each refusal the bound of that draw doubles, from 50 ms on.',
    '',
    '      at     client  attempt  Retry-After  came back after  of its own',
    ...pauses
      .toSorted((left, right) => left.atMs - right.atMs)
      .map((pause) => pauseLine({ ...pause, atMs: pause.atMs - firstAtMs })),
    '',
    'The first client in full:',
    '',
    showExchanges(clients[0] ?? []),
  ].join('\n');
}

interface Pause {
  /** When it was refused. */
  readonly atMs: number;
  readonly client: number;
  readonly attempt: number;
  readonly askedMs: number;
  readonly pausedMs: number;
}

/** Between each answer with a Retry-After and the next request under its key. */
const pausesOf = (attempts: readonly Exchange[], client: number): Pause[] =>
  attempts.flatMap(({ answer }, index) => {
    const next = attempts[index + 1];
    const asked = answer?.headers['retry-after'];
    if (!answer || !next || asked === undefined) return [];
    const askedMs = Number(asked) * 1_000;
    return [{ client, attempt: index + 1, atMs: answer.atMs, askedMs, pausedMs: next.atMs - answer.atMs }];
  });

const pauseLine = ({ atMs, client, attempt, askedMs, pausedMs }: Pause): string =>
  [
    showOffset(atMs),
    String(client).padStart(8),
    String(attempt).padStart(8),
    `${askedMs / 1_000} s`.padStart(12),
    `${pausedMs} ms`.padStart(16),
    `${pausedMs - askedMs} ms`.padStart(11),
  ].join(' ');

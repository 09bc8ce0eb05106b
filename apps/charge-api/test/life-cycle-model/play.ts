import type { Caller } from '../caller.ts';
import { labelOfStored, standingIn } from './expected-answers.ts';
import type { Heard, Intent, Sent } from './intent.ts';
import { Life, labelOf } from './life.ts';
import type { ModelWorld } from './model-world.ts';
import type { OperationRow } from './rows.ts';
import { expire, giveUp, outliveKeyWindow, sweep } from './passing-time.ts';
import type { Run, Step } from './step.ts';
import { endLeases } from './time.ts';

/** Each round uses up at least one of an operation's fates; far more rounds than fates. */
const MAX_ROUNDS = 20;

/** Plays a run to its end, whatever was left open in it, and throws where a law is broken. */
export async function play(world: ModelWorld, caller: Caller, { steps, areCallersBack }: Run): Promise<void> {
  const life = new Life(world, caller);
  try {
    for (const step of steps) await take(life, step);
    await closeBooks(life, areCallersBack);
    await replayAll(life);
    await life.judge();
    if (life.stopped.length > 0) {
      await wakeTheDead(life);
      await life.judge();
    }
  } finally {
    // Nothing of a run that failed half way may stay behind; what else is wrong with it does not count any more.
    for (const worker of life.stopped) worker.wake();
    await life.heard().catch(() => undefined);
    await world.book.landed();
  }
}

async function take(life: Life, step: Step): Promise<void> {
  switch (step.do) {
    case 'create':
      await life.sendAlone(life.newCharge(step), step.instance);
      return;
    case 'change': {
      const intent = life.newChange(step);
      if (intent) await life.sendAlone(intent, step.instance);
      return;
    }
    case 'burst':
      return burst(life, step);
    case 'resend':
      return resend(life, step);
    case 'melee':
      return melee(life, step);
    case 'expire': {
      const charge = life.pickCharge(step.charge);
      if (charge) await expire(life, charge, step.plan, step.instance);
      return;
    }
    case 'sweep':
      return sweep(life, step.instance);
    case 'abandon': {
      const received = life.wishes.filter(({ key }) => life.rows.get(key)?.key_state === 'RECEIVED');
      const intent = received[step.pick % received.length];
      if (intent) await giveUp(life, intent, step.instance);
      return;
    }
    case 'wake': {
      const { stopped } = life;
      stopped[step.pick % stopped.length]?.wake();
      await life.heard();
      return life.atRest();
    }
    case 'age': {
      const open = life.intents.filter(({ key }) => life.rows.get(key)?.key_state === 'PROCESSING');
      const intent = open[step.pick % open.length];
      if (intent) await outliveKeyWindow(life, intent);
      return;
    }
  }
}

/**
 * Requests of one instant. In which order they are judged nobody knows, but somebody is the first: of those that
 * concern one charge, or one reference, at least one gets what it would have got alone.
 */
async function burst(life: Life, { wishes, twins }: Extract<Step, { do: 'burst' }>): Promise<void> {
  const intents = wishes.flatMap((wish) => {
    const intent = wish.do === 'create' ? life.newCharge(wish) : life.newChange(wish);
    return intent ? [intent] : [];
  });
  const rivals = new Map<unknown, { intent: Intent; expected: string[]; expectation: () => string[] }[]>();
  for (const intent of intents) {
    const cause = intent.kind === 'charge.create' ? (intent.charge.reference ?? intent) : intent.charge;
    const expectation = life.expectation(intent, false, intents);
    rivals.set(cause, [...(rivals.get(cause) ?? []), { intent, expected: expectation(), expectation }]);
  }
  intents.forEach((intent, index) => {
    const { instance } = wishes[index]!;
    life.send(intent, instance);
    if (twins[index]) life.send(intent, 1 - instance);
  });
  await life.heard();
  await life.atRest();
  for (const group of rivals.values()) {
    const told = group.map(({ intent }) => intent.sent.map(labelOf));
    const allowed = group.map(({ expected, expectation }) => [...expected, ...expectation()]);
    if (allowed.some((labels, index) => labels.some((label) => told[index]!.includes(label)))) continue;
    const expected = group.map((rival) => rival.expected.join());
    throw new Error(`none of the rivals was the first: they got ${told.join(' / ')}, alone: ${expected.join(' / ')}`);
  }
}

/** Everybody who may work on an operation does so at once. What each of them is told, only the laws can judge. */
async function melee(life: Life, { picks, wishes, wakes }: Extract<Step, { do: 'melee' }>): Promise<void> {
  const { wishes: known, stopped } = life;
  await endLeases(life.world.pool, life.tenantId, life.allKeys);
  picks.forEach((pick, index) => void life.send(known[pick % known.length]!, index % 2));
  for (const wish of wishes) {
    const intent = wish.do === 'create' ? life.newCharge(wish) : life.newChange(wish);
    if (intent) life.send(intent, wish.instance);
  }
  stopped[wakes % stopped.length]?.wake();
  await Promise.all([sweep(life, 0), sweep(life, 1)]);
  await life.heard();
  await life.atRest();
}

async function resend(life: Life, step: Extract<Step, { do: 'resend' }>): Promise<void> {
  const intent = life.wishes[step.pick % life.wishes.length];
  const row = intent && life.rows.get(intent.key);
  if (!intent || (step.isChanged && !row)) return;
  if (step.isLeaseOver && row?.key_state === 'PROCESSING' && row.unsettled === null) {
    await endLeases(life.world.pool, life.tenantId, [intent.key]);
    await life.look();
  }
  await life.sendAlone(intent, step.instance, step.isChanged);
}

/** What waits for a person has come to its end here. */
const isOpen = (row: OperationRow | undefined): boolean =>
  row !== undefined && /RECEIVED|PROCESSING/.test(row.key_state) && row.unsettled !== 'needs_review';

const NOTHING_PLANNED = { calls: [], looks: [] };

/** Time goes on until every operation has an end: what was lost is taken up, what was never begun is sent or given up. */
async function closeBooks(life: Life, areCallersBack: boolean): Promise<void> {
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const open = life.intents.filter(({ key }) => isOpen(life.rows.get(key)));
    if (open.length === 0) return;
    await sweep(life, round % 2);
    for (const intent of open) {
      if (life.rows.get(intent.key)?.key_state !== 'RECEIVED') continue;
      // The job comes back for its own as long as there is something to release, whatever callers do.
      const isJobs = intent.kind === 'charge.expire' && standingIn(life.rows, intent.charge).status === 'authorized';
      if (isJobs) await expire(life, intent.charge, NOTHING_PLANNED, round % 2);
      else if (intent.kind === 'charge.expire' || !areCallersBack) await giveUp(life, intent, round % 2);
      else await life.sendAlone(intent, round % 2);
    }
  }
  throw new Error('an operation has no end, however long one waits');
}

/** Every stored key says the same to whoever asks again. */
async function replayAll(life: Life): Promise<void> {
  const stored = life.wishes.filter(({ key }) => life.rows.has(key));
  for (const [index, intent] of stored.entries()) expectReplay(life, await life.sendAlone(intent, index % 2));
}

function expectReplay(life: Life, { intent, heard }: Sent): void {
  const row = life.rows.get(intent.key)!;
  if (row.unsettled === 'needs_review') return expectPending(life, intent, heard);
  const headers = Object.entries(JSON.parse(row.headers ?? '{}') as Record<string, string>);
  const isSame =
    heard?.label === labelOfStored(row) &&
    heard.answer.text === row.body &&
    heard.answer.headers.get('idempotent-replayed') === 'true' &&
    headers.every(([name, value]) => heard.answer.headers.get(name) === value);
  if (!isSame) throw new Error(`${intent.key} was replayed as ${heard?.label} ${heard?.answer.text}, not as stored`);
}

function expectPending(life: Life, { key }: Intent, heard: Heard | undefined): void {
  life.world.book.count('needs review');
  if (heard?.label !== '202') throw new Error(`${key} waits for a person, and its caller got ${heard?.label}`);
}

/** Whoever still stands in the middle of a call wakes up after all is over; it moves nothing, and hears what is stored. */
async function wakeTheDead(life: Life): Promise<void> {
  const waiting = life.wishes.flatMap(({ sent }) => sent.filter(({ heard }) => !heard));
  for (const worker of life.stopped) worker.wake();
  await life.heard();
  await life.world.book.landed();
  await life.look();
  for (const sent of waiting) {
    life.world.book.count('woken dead');
    expectReplay(life, sent);
  }
}

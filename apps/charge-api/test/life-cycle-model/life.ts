import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Caller } from '../caller.ts';
import type { Standing } from './charge-model.ts';
import { expectedAnswers, standingIn, STANDS_STILL } from './expected-answers.ts';
import { brokenEvidence, readEvidence } from './evidence.ts';
import type { CallFate, Plan } from './fate.ts';
import { Intent, type LifeCharge, type Sent } from './intent.ts';
import { brokenLaws, chargeIdOf } from './laws.ts';
import type { ModelWorld } from './model-world.ts';
import type { StoppedWorker } from './plan-book.ts';
import { readCharges, readOperations, type OperationRow, type OperationRows } from './rows.ts';
import type { Change, NewCharge } from './step.ts';

/** Whatever takes this long hangs. */
export const HANG_MS = 15_000;
const POLL_MS = 2;

const AMOUNT_MINOR = 1_000n;
const PART_MINOR = { 'charge.capture': 600n, 'refund.create': 250n } as const;

/** On a loaded machine a statement may come too late. That tells a caller nothing, so it sends the same again. */
const BUSY_DATABASE = '503 service_unavailable';
const MAX_BUSY_TRIES = 5;

/** What one run does: its charges, its callers, and how the world stands to it. */
export class Life {
  readonly charges: LifeCharge[] = [];
  rows: OperationRows = new Map();
  readonly world: ModelWorld;
  private readonly caller: Caller;
  private readonly name = randomUUID();
  private readonly keys = new Set<string>();

  constructor(world: ModelWorld, caller: Caller) {
    this.world = world;
    this.caller = caller;
  }

  get intents(): Intent[] {
    return this.charges.flatMap(({ intents }) => intents);
  }

  /** Those that a caller can send again. */
  get wishes(): Intent[] {
    return this.intents.filter(({ kind }) => kind !== 'charge.expire');
  }

  get tenantId(): string {
    return this.caller.tenantId;
  }

  get allKeys(): readonly string[] {
    return [...this.keys];
  }

  get stopped(): StoppedWorker[] {
    return this.world.book.stoppedOf(this.keys);
  }

  newCharge({ capture, source, reference, plan }: NewCharge): Intent {
    const charge: LifeCharge = {
      ...{ amountMinor: AMOUNT_MINOR, capture, isDeclined: source === 'tok_declined', intents: [] },
      reference: reference === null ? null : `${this.name} ${reference}`,
    };
    this.charges.push(charge);
    return this.begin({ key: this.newKey(), kind: 'charge.create', charge }, plan);
  }

  /** Undefined as long as there is no charge to change. */
  newChange({ kind: wanted, charge: pick, size, plan }: Change): Intent | undefined {
    const charge = this.pickCharge(pick);
    if (!charge) return undefined;
    const kind = wanted === 'fitting' ? fittingChange(standingIn(this.rows, charge)) : wanted;
    const part = kind === 'charge.cancel' ? null : PART_MINOR[kind];
    const wantedMinor = { all: null, part, too_much: AMOUNT_MINOR + 1n }[size];
    return this.begin({ key: this.newKey(), kind, charge, wantedMinor }, plan);
  }

  begin(wish: ConstructorParameters<typeof Intent>[0], plan: Plan): Intent {
    this.keys.add(wish.key);
    this.world.book.deal(wish.key, plan);
    return new Intent(wish);
  }

  pickCharge(pick: number): LifeCharge | undefined {
    const made = this.charges.filter((charge) => chargeIdOf(charge, this.rows) !== undefined);
    return made[pick % made.length];
  }

  send(intent: Intent, instance: number, isChanged = false): Sent {
    const chargeId = intent.kind === 'charge.create' ? null : (chargeIdOf(intent.charge, this.rows) ?? '');
    return intent.send(this.caller, { url: this.world.url(instance), chargeId, isChanged });
  }

  /**
   * What a request may be answered. What was left open and due is anybody's, and the sweeps of another run may end it
   * in the very moment in which this one is judged: so asked again afterwards, it also tells what is right then.
   *
   * @param rivals all that is sent in the same moment: they are judged by how the others stand
   */
  expectation(intent: Intent, isChanged = false, rivals: readonly Intent[] = [intent]): () => string[] {
    const before = this.rows;
    const first = this.world.book.nextCall(intent.key, true);
    const next = this.world.book.nextCall(intent.key, false);
    const nextCall = (_key: string, isFirst: boolean): CallFate => (isFirst ? first : next);
    return () => {
      const rows = new Map(this.rows);
      for (const { key } of rivals) {
        const row = before.get(key);
        if (row) rows.set(key, row);
        else rows.delete(key);
      }
      return expectedAnswers(intent, isChanged, { rows, charges: this.charges, nextCall });
    };
  }

  /** Sends one request while no other of this run is under way, and holds its answer against the model. */
  async sendAlone(intent: Intent, instance: number, isChanged = false, tries = MAX_BUSY_TRIES): Promise<Sent> {
    const expectation = this.expectation(intent, isChanged);
    const expected = expectation();
    const sent = this.send(intent, instance, isChanged);
    await this.heard();
    const label = labelOf(sent);
    this.world.book.count(`heard ${label}`);
    if (label === BUSY_DATABASE && tries > 1) {
      await this.look();
      return this.sendAlone(intent, instance, isChanged, tries - 1);
    }
    const what = `${isChanged ? 'another body for ' : ''}${intent.kind} ${intent.key}`;
    if (!expected.includes(label)) {
      await this.look();
      if (!expectation().includes(label))
        throw new Error(`${what} got ${label} and was to get ${expected.join(' or ')}`);
      this.world.book.count('ended by another run meanwhile');
    }
    await this.atRest();
    return sent;
  }

  /** Waits until everybody has an answer but those whose workers stand still. */
  async heard(): Promise<void> {
    const hang = AbortSignal.timeout(HANG_MS);
    for (;;) {
      const open = this.intents.flatMap(({ sent }) => sent.filter(({ heard }) => !heard));
      const { stopped } = this;
      const isExplained = (key: string): boolean =>
        open.filter(({ intent }) => intent.key === key).length <= stopped.filter((one) => one.key === key).length;
      if (open.every(({ intent }) => isExplained(intent.key))) return;
      if (hang.aborted) throw new Error(`no answer for ${open.map(({ intent }) => intent.key).join()}`);
      await Promise.race([
        this.world.book.news(),
        ...open.map(({ end }) => end),
        delay(HANG_MS / 10, undefined, { ref: false }),
      ]);
    }
  }

  async look(): Promise<void> {
    const before = this.rows;
    this.rows = await readOperations(this.world.pool, this.tenantId, [...this.keys]);
    for (const [key, { key_state: state, body }] of before) {
      const after = this.rows.get(key);
      if (!after) throw new Error(`${key} is gone`);
      const isEnd = state === 'COMPLETED' || state === 'FAILED';
      if (isEnd && (after.key_state !== state || after.body !== body)) throw new Error(`${key} changed after its end`);
    }
  }

  /** Waits until nobody works for this run any more, but the dead and those who stand still. */
  async atRest(): Promise<void> {
    const hang = AbortSignal.timeout(HANG_MS);
    for (;;) {
      await this.look();
      const busy = [...this.rows.values()].filter((row) => !this.isAtRest(row));
      if (busy.length === 0) return;
      if (hang.aborted) throw new Error(`nobody ends ${busy.map(({ key }) => key).join()}`);
      await delay(POLL_MS);
    }
  }

  /** Holds all that is left of the run against the laws. */
  async judge(): Promise<void> {
    await this.world.book.landed();
    const { charges, rows } = this;
    const chargeIds = [...new Set([...rows.values()].map((row) => row.charge_id))];
    const effects = await this.world.record.effectsOf(chargeIds);
    const chargeRows = await readCharges(this.world.pool, chargeIds);
    const broken = brokenLaws({ charges, rows, chargeRows, effects });
    const evidence = await readEvidence(this.world.pool, this.tenantId, this.allKeys);
    const calls = this.allKeys.flatMap((key) => this.world.book.callsOf(key));
    broken.push(...brokenEvidence(evidence, { rows, calls }));
    const { forbiddenCalls } = this.world.book;
    broken.push(
      ...this.allKeys.filter((key) => forbiddenCalls.has(key)).map((key) => `${key} was sent past its window`),
    );
    if (broken.length > 0) throw new Error(broken.join('\n'));
  }

  private isAtRest({ key, key_state: state, unsettled, attempt, is_put_off: isPutOff }: OperationRow): boolean {
    if (state !== 'PROCESSING' || unsettled === 'needs_review' || isPutOff) return true;
    return this.world.book.isIdle({ key, attempt });
  }

  private newKey(): string {
    return `${this.name}-${this.keys.size}`;
  }
}

/** What a caller would do next who knows how the charge stands. */
const fittingChange = ({ status }: Standing): 'charge.capture' | 'refund.create' =>
  status === 'authorized' ? 'charge.capture' : 'refund.create';

export const labelOf = ({ heard }: Sent): string => heard?.label ?? STANDS_STILL;

import { z } from 'zod';
import type { Payment } from '../core/payment.ts';
import type { ResultEntry } from '../core/record-entry.ts';
import { describeIssues } from '../describe-issues.ts';
import type { ActiveBehaviour, Behaviour, BehaviourContext, Interruption, LookupContext } from './behaviour.ts';
import { HONOURS_KEYS, type KeyPolicy } from './key-policy.ts';
import { MAX_SEED, seededRandom } from './seeded-random.ts';

export type ControlChange = { readonly outcome: 'changed' } | { readonly outcome: 'refused'; readonly message: string };

export interface ControlPanelOptions {
  readonly behaviours: readonly Behaviour[];
  /** Milliseconds that only go forward. */
  readonly nowMs: () => number;
  /** Where chance comes from when the document names no seed. */
  readonly newSeed: () => number;
}

type ControlDocument = Record<string, unknown> & { seed?: number | undefined };

interface Active {
  readonly seed: number;
  readonly names: readonly string[];
  /** In the order of the names. */
  readonly behaviours: readonly ActiveBehaviour[];
}

/** The settings in force. They live in memory: a restart is back at those of the start. */
export class ControlPanel {
  readonly #options: ControlPanelOptions;
  readonly #schema: z.ZodType<ControlDocument>;
  #active: Active;

  constructor(options: ControlPanelOptions) {
    this.#options = options;
    this.#schema = z.strictObject({
      seed: z.int().min(0).max(MAX_SEED).optional(),
      ...Object.fromEntries(options.behaviours.map(({ name, schema }) => [name, schema.optional()] as const)),
    });
    this.#active = this.#activate({});
  }

  /** The control document, by field. */
  settings(): Record<string, unknown> {
    const { seed, names, behaviours } = this.#active;
    return { seed, ...Object.fromEntries(names.map((name, index) => [name, behaviours[index]?.setting])) };
  }

  /** Replaces the whole document; a field that is left out is back at its setting of the start. */
  replace(document: unknown): ControlChange {
    const parsed = this.#schema.safeParse(document);
    if (!parsed.success) return { outcome: 'refused', message: this.#describe(parsed.error) };
    this.#active = this.#activate(parsed.data);
    return { outcome: 'changed' };
  }

  get keyPolicy(): KeyPolicy {
    return this.#behaviours.find(({ keyPolicy }) => keyPolicy !== undefined)?.keyPolicy ?? HONOURS_KEYS;
  }

  beforeEffect(context: BehaviourContext): Promise<Interruption | undefined> | undefined {
    return firstInterruption(this.#behaviours, (behaviour) => behaviour.beforeEffect?.(context));
  }

  alter(decided: ResultEntry, payment: Payment | undefined, context: BehaviourContext): ResultEntry {
    return this.#behaviours.reduce((entry, { alter }) => alter?.(entry, payment, context) ?? entry, decided);
  }

  afterEffect(context: BehaviourContext): Promise<Interruption | undefined> | undefined {
    return firstInterruption(this.#behaviours, (behaviour) => behaviour.afterEffect?.(context));
  }

  onLookup(context: LookupContext): Promise<Interruption | undefined> | undefined {
    return firstInterruption(this.#behaviours, (behaviour) => behaviour.onLookup?.(context));
  }

  afterDecision(entry: ResultEntry): void {
    for (const behaviour of this.#behaviours) behaviour.afterDecision?.(entry);
  }

  get #behaviours(): readonly ActiveBehaviour[] {
    return this.#active.behaviours;
  }

  #activate(document: ControlDocument): Active {
    const { behaviours, nowMs, newSeed } = this.#options;
    const seed = document.seed ?? newSeed();
    const run = { nowMs, random: (stream: string) => seededRandom(seed, stream) };
    return {
      seed,
      names: behaviours.map(({ name }) => name),
      behaviours: behaviours.map((behaviour) => behaviour.activate(document[behaviour.name], run)),
    };
  }

  #describe(error: z.ZodError): string {
    const allowed = this.#options.behaviours.map((behaviour) => behaviour.allowed);
    return `${describeIssues(error)}. Allowed: ${[...allowed, `seed: 0 to ${MAX_SEED}`].join('; ')}`;
  }
}

type Ask = (behaviour: ActiveBehaviour) => Promise<Interruption | undefined> | undefined;

/** In turn, because a behaviour that waits comes before the next one; without a promise while nobody waits. */
function firstInterruption(behaviours: readonly ActiveBehaviour[], ask: Ask, from = 0): ReturnType<Ask> {
  for (let index = from; index < behaviours.length; index += 1) {
    const behaviour = behaviours[index];
    const asked = behaviour && ask(behaviour);
    if (asked) return asked.then((interruption) => interruption ?? firstInterruption(behaviours, ask, index + 1));
  }
  return undefined;
}

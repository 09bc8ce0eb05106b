import { z } from 'zod';
import { describeIssues } from '../describe-issues.ts';
import type { ActiveBehaviour, Behaviour, BehaviourContext, Interruption } from './behaviour.ts';

export type ControlChange = { readonly outcome: 'changed' } | { readonly outcome: 'refused'; readonly message: string };

/** The settings in force. They live in memory: a restart is back at those of the start. */
export class ControlPanel {
  readonly #behaviours: readonly Behaviour[];
  readonly #schema: z.ZodType<Record<string, unknown>>;
  #active: ReadonlyMap<string, ActiveBehaviour>;

  constructor(behaviours: readonly Behaviour[]) {
    this.#behaviours = behaviours;
    this.#schema = z.strictObject(
      Object.fromEntries(behaviours.map(({ name, schema }) => [name, schema.optional()] as const)),
    );
    this.#active = activate(behaviours, {});
  }

  /** The control document, by field. */
  settings(): Record<string, unknown> {
    return Object.fromEntries([...this.#active].map(([name, { setting }]) => [name, setting]));
  }

  /** Replaces the whole document; a field that is left out is back at its setting of the start. */
  replace(document: unknown): ControlChange {
    const parsed = this.#schema.safeParse(document);
    if (!parsed.success) return { outcome: 'refused', message: this.#describe(parsed.error) };
    this.#active = activate(this.#behaviours, parsed.data);
    return { outcome: 'changed' };
  }

  beforeEffect(context: BehaviourContext): Promise<Interruption | undefined> {
    return this.#firstInterruption('beforeEffect', context);
  }

  afterEffect(context: BehaviourContext): Promise<Interruption | undefined> {
    return this.#firstInterruption('afterEffect', context);
  }

  async #firstInterruption(hook: 'beforeEffect' | 'afterEffect', context: BehaviourContext) {
    for (const behaviour of this.#active.values()) {
      const interruption = await behaviour[hook]?.(context);
      if (interruption !== undefined) return interruption;
    }
    return undefined;
  }

  #describe(error: z.ZodError): string {
    const allowed = this.#behaviours.map((behaviour) => behaviour.allowed).join('; ');
    return `${describeIssues(error)}. Allowed: ${allowed}`;
  }
}

function activate(behaviours: readonly Behaviour[], document: Record<string, unknown>) {
  return new Map(behaviours.map((behaviour) => [behaviour.name, behaviour.activate(document[behaviour.name])]));
}

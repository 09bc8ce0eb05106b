import type { z } from 'zod';
import type { MoneyRequest } from '../core/money-request.ts';
import type { Payment } from '../core/payment.ts';
import type { ResultEntry } from '../core/record-entry.ts';
import type { KeyPolicy } from './key-policy.ts';

/** What a behaviour does to a request instead of letting its real answer out. */
export type Interruption =
  | {
      readonly kind: 'answer';
      readonly httpStatus: number;
      readonly body: Readonly<Record<string, unknown>>;
      /** Whole seconds, sent as Retry-After. */
      readonly retryAfterS?: number | undefined;
    }
  /** Something that is no answer of this provider, whatever its status says. */
  | {
      readonly kind: 'foreign_answer';
      readonly httpStatus: number;
      readonly contentType: string;
      readonly text: string;
    }
  | { readonly kind: 'drop_connection' };

/** A question for what became of a key. */
export interface LookupContext {
  readonly providerKey: string;
  /** Aborted when the simulator stops; a behaviour that waits must end then. */
  readonly stopping: AbortSignal;
}

/** A request that moves money. */
export interface BehaviourContext extends LookupContext {
  readonly request: MoneyRequest;
}

/** Undefined without a promise where there is nothing to wait for: almost always, and on the path of every request. */
type Hook<Context> = (context: Context) => Promise<Interruption | undefined> | undefined;

/** A behaviour with its setting in force. */
export interface ActiveBehaviour {
  /** As the control API shows it. */
  readonly setting: unknown;
  /** Runs while the key is held, before anything is decided: to interrupt here means that no money moves. */
  readonly beforeEffect?: Hook<BehaviourContext>;
  /** What is done, recorded and told in the place of what was decided. */
  readonly alter?: (decided: ResultEntry, payment: Payment | undefined, context: BehaviourContext) => ResultEntry;
  /** Runs when the effect is durable, for replays too: to interrupt here loses the answer, not the effect. */
  readonly afterEffect?: Hook<BehaviourContext>;
  /** Runs before a lookup of a key is answered. */
  readonly onLookup?: Hook<LookupContext>;
  /** Hears of each new decision once it is durable, whether or not its answer gets out. */
  readonly afterDecision?: (entry: ResultEntry) => void;
  /** How the provider treats its keys, where that is this behaviour's business. */
  readonly keyPolicy?: KeyPolicy;
}

/** What a behaviour gets when it is put in force. */
export interface ControlRun {
  /** Draws from 0 to below 1, from the seed in force; each stream has draws of its own. */
  readonly random: (stream: string) => () => number;
  /** Milliseconds that only go forward. */
  readonly nowMs: () => number;
}

/** One way for the provider to behave, set through the control API. Each has a file of its own. */
export interface Behaviour {
  /** Its field in the control document. */
  readonly name: string;
  readonly schema: z.ZodType;
  /** What the schema allows, in words, for whoever sent something else. */
  readonly allowed: string;
  /** Puts a setting in force, one that the schema has passed; without one, the setting of the start. */
  activate(setting: unknown, run: ControlRun): ActiveBehaviour;
}

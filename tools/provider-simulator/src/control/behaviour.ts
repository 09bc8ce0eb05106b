import type { z } from 'zod';
import type { AnswerBody } from '../core/decision.ts';
import type { MoneyRequest } from '../core/money-request.ts';

/** What a behaviour does to a request instead of letting its real answer out. */
export type Interruption =
  | { readonly kind: 'answer'; readonly httpStatus: number; readonly body: AnswerBody }
  | { readonly kind: 'drop_connection' };

export interface BehaviourContext {
  readonly providerKey: string;
  readonly request: MoneyRequest;
  /** Aborted when the simulator stops; a behaviour that waits must end then. */
  readonly stopping: AbortSignal;
}

type Hook = (context: BehaviourContext) => Promise<Interruption | undefined>;

/** A behaviour with its setting in force. */
export interface ActiveBehaviour {
  /** As the control API shows it. */
  readonly setting: unknown;
  /** Runs while the key is held, before anything is decided: to interrupt here means that no money moves. */
  readonly beforeEffect?: Hook;
  /** Runs when the effect is durable: to interrupt here loses the answer, not the effect. */
  readonly afterEffect?: Hook;
}

/** One way for the provider to behave, set through the control API. Each has a file of its own. */
export interface Behaviour {
  /** Its field in the control document. */
  readonly name: string;
  readonly schema: z.ZodType;
  /** What the schema allows, in words, for whoever sent something else. */
  readonly allowed: string;
  /** Puts a setting in force, one that the schema has passed; without one, the setting of the start. */
  activate(setting: unknown): ActiveBehaviour;
}

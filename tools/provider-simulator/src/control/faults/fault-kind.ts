import { z } from 'zod';
import { OPERATIONS } from '../../core/money-request.ts';
import type { Payment } from '../../core/payment.ts';
import type { ResultEntry } from '../../core/record-entry.ts';
import type { Interruption, LookupContext } from '../behaviour.ts';
import { FAULT_OPERATIONS, triggerFields, type FaultOccasion, type FaultOperation } from './fault-trigger.ts';

/** On which side of its effect a request that moves money is interrupted. A lookup has only one place. */
export type FaultPhase = 'before_effect' | 'after_effect';

/** Ends a request in its own way once it bites; without an interruption the request goes on. */
export interface InterruptingAction {
  readonly phase: FaultPhase;
  readonly act: (context: LookupContext & FaultOccasion) => Promise<Interruption | undefined>;
}

/** Has the provider do something else than it was asked for; undefined, and no bite, where it cannot be done. */
export interface AlteringAction {
  readonly phase: 'effect';
  readonly alter: (decided: ResultEntry, payment: Payment | undefined) => ResultEntry | undefined;
}

export type FaultAction = InterruptingAction | AlteringAction;

interface FaultKindParts<Kind extends string, Fields extends z.ZodRawShape, Action extends FaultAction> {
  readonly kind: Kind;
  /** Its own fields, beside those of the trigger. */
  readonly fields: Fields;
  /** Its own fields in words. */
  readonly allowed: string;
  /** All that it may be set to bite, where that is not everything. */
  readonly operations?: readonly FaultOperation[];
  readonly toAction: (setting: z.infer<z.ZodObject<Fields>>) => Action;
}

/** One way to fail, as the control API takes it. Each has a file of its own. */
export function faultKind<const Kind extends string, Fields extends z.ZodRawShape, Action extends FaultAction>(
  parts: FaultKindParts<Kind, Fields, Action>,
) {
  const { kind, fields, allowed, toAction, operations } = parts;
  const trigger = triggerFields({ allowed: operations ?? FAULT_OPERATIONS, usual: operations ?? OPERATIONS });
  const ownSchema = z.object(fields);
  return {
    kind,
    allowed: `${kind}${allowed}`,
    schema: z.strictObject({ kind: z.literal(kind), ...fields, ...trigger }),
    /** `setting` has passed the schema. */
    toAction: (setting: unknown): Action => toAction(ownSchema.parse(setting)),
  };
}

import { z } from 'zod';
import { OPERATIONS } from '../../core/money-request.ts';
import type { Interruption, LookupContext } from '../behaviour.ts';
import { FAULT_OPERATIONS, triggerFields, type FaultOperation } from './fault-trigger.ts';

/** Where in a request that moves money a fault bites. A lookup has only one place. */
export type FaultPhase = 'before_effect' | 'after_effect';

/** What a fault does once it bites; without an interruption the request goes on. */
export interface FaultAction {
  readonly phase: FaultPhase;
  readonly act: (context: LookupContext) => Promise<Interruption | undefined>;
}

interface FaultKindParts<Kind extends string, Fields extends z.ZodRawShape> {
  readonly kind: Kind;
  /** Its own fields, beside those of the trigger. */
  readonly fields: Fields;
  /** Its own fields in words. */
  readonly allowed: string;
  /** All that it may be set to bite, where that is not everything. */
  readonly operations?: readonly FaultOperation[];
  readonly toAction: (setting: z.infer<z.ZodObject<Fields>>) => FaultAction;
}

/** One way to fail, as the control API takes it. Each has a file of its own. */
export function faultKind<const Kind extends string, Fields extends z.ZodRawShape>(
  parts: FaultKindParts<Kind, Fields>,
) {
  const { kind, fields, allowed, toAction, operations } = parts;
  const trigger = triggerFields({ allowed: operations ?? FAULT_OPERATIONS, usual: operations ?? OPERATIONS });
  const ownSchema = z.object(fields);
  return {
    kind,
    allowed: `${kind}${allowed}`,
    schema: z.strictObject({ kind: z.literal(kind), ...fields, ...trigger }),
    /** `setting` has passed the schema. */
    toAction: (setting: unknown): FaultAction => toAction(ownSchema.parse(setting)),
  };
}

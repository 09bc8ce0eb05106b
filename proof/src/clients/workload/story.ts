import type { SeededRandom } from '../../plan/seeded-random.ts';
import { ask, needs, type AskContext } from './ask.ts';
import type { Purchase } from './merchant.ts';
import type { PlannedOperation } from './planned-operation.ts';
import type { RequestBody } from './request-body.ts';
import type { Moment } from './workload-draft.ts';

/** What happens to one charge, from its first call to its last; writes it into the plan. */
export type Story = (context: StoryContext) => void;

export interface StoryContext {
  readonly asking: AskContext;
  readonly random: SeededRandom;
  /** Where it begins. */
  readonly position: number;
  /** Chargeable operations that may still be added, at least one. */
  readonly room: number;
}

/** Stories until the next thing happens to a charge. */
const MAX_GAP = 20;

export const begin = ({ position }: StoryContext): Moment => ({ position, after: [] });

/** The moment of what is asked for once `operation` has taken effect. */
export function afterSuccessOf(operation: PlannedOperation, { asking, random }: StoryContext): Moment {
  return {
    position: asking.draft.positionOf(operation) + random.between(1, MAX_GAP),
    after: [needs(operation, 'success')],
  };
}

export function askForCharge(
  context: StoryContext,
  purchase: Purchase,
  { action, intent = 'operation' }: { action: 'charge' | 'authorize'; intent?: 'operation' | 'decline' },
): PlannedOperation {
  const operation = context.asking.draft.addOperation({ ...purchase, action, intent, chargeFrom: null });
  ask(context.asking, operation, begin(context));
  return operation;
}

export interface Change {
  readonly action: 'capture' | 'cancel' | 'refund';
  readonly amountMinor: bigint;
  readonly body: RequestBody;
}

/** An operation on the charge that `charge` makes. */
export function addChange(
  context: StoryContext,
  charge: PlannedOperation,
  change: Change & { readonly intent: 'operation' | 'abandoned' },
): PlannedOperation {
  const { tenant, currency, operation: chargeFrom } = charge;
  return context.asking.draft.addOperation({ ...change, tenant, currency, chargeFrom });
}

export function askForChange(
  context: StoryContext,
  { charge, after = charge }: { charge: PlannedOperation; after?: PlannedOperation },
  change: Change,
): PlannedOperation {
  const operation = addChange(context, charge, { ...change, intent: 'operation' });
  ask(context.asking, operation, afterSuccessOf(after, context));
  return operation;
}

import type { PlannedOperation } from './planned-operation.ts';
import type { PlanCounts, PlannedCall, PlannedStep } from './workload-plan.ts';

const MOVES_MONEY = new Set<string>(['charge', 'capture', 'refund']);

/** Operations that are to move money; a decline never will, and of an abandoned one nobody can say. */
export const isChargeable = ({ intent, action }: Pick<PlannedCall, 'intent' | 'action'>): boolean =>
  intent === 'operation' && MOVES_MONEY.has(action);

export function countPlan(operations: readonly PlannedOperation[], steps: readonly PlannedStep[]): PlanCounts {
  const wanted = operations.filter(({ intent }) => intent === 'operation');
  const acting = (action: string): number => wanted.filter((operation) => operation.action === action).length;
  const meant = (intent: string): number => operations.filter((operation) => operation.intent === intent).length;
  const calls = steps.flatMap((step) => step.calls.map((call) => ({ ...call, isTwin: step.calls.length > 1 })));
  const repeated = calls.filter(({ intent }) => intent === 'duplicate');
  const keys = Map.groupBy(operations, ({ key }) => key);
  return {
    chargeable: operations.filter(isChargeable).length,
    sales: acting('charge'),
    authorizations: acting('authorize'),
    captures: acting('capture'),
    cancels: acting('cancel'),
    refunds: acting('refund'),
    declines: meant('decline'),
    abandoned: meant('abandoned'),
    duplicates: repeated.filter(({ isTwin }) => !isTwin).length,
    twins: repeated.filter(({ isTwin }) => isTwin).length,
    reuses: calls.filter(({ intent }) => intent === 'reuse').length,
    namesakes: operations.filter(({ key }) => (keys.get(key)?.length ?? 0) > 1).length,
    calls: calls.length,
  };
}

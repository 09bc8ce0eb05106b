import { RetryBudget } from '@once/retry-policy';

/** More servers than any process talks to; beyond it the oldest is forgotten, and starts full if it returns. */
const MAX_BUDGETS = 100;

const budgets = new Map<string, RetryBudget>();

/**
 * The budget that this process shares for one server. A budget per client would bound nothing in a program that
 * makes a client per request, or one per tenant: the server that is in trouble is the same.
 */
export function processBudgetFor(baseUrls: readonly string[]): RetryBudget {
  const callSite = [...baseUrls].sort().join(' ');
  const known = budgets.get(callSite);
  if (known !== undefined) {
    return known;
  }
  const [oldest] = budgets.keys();
  if (oldest !== undefined && budgets.size >= MAX_BUDGETS) {
    budgets.delete(oldest);
  }
  const budget = new RetryBudget();
  budgets.set(callSite, budget);
  return budget;
}

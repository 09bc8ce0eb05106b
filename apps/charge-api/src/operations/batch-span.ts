import type { RunInContext } from '@once/idempotency';
import { batchLinks, currentTraceparent, runInSpan } from '@once/observability';

/** A transaction that several operations share belongs to none of their traces: a trace of its own links to each. */
export function runInBatchSpan<T>(
  batch: 'claim' | 'completion',
  contexts: readonly RunInContext[],
  work: () => Promise<T>,
): Promise<T> {
  const traceparents = contexts.flatMap((inItsContext) => inItsContext(currentTraceparent) ?? []);
  return runInSpan(
    {
      name: `${batch} batch`,
      isRoot: true,
      attributes: { 'once.batch.operations': contexts.length },
      linkTraceparents: batchLinks(traceparents.map((traceparent) => ({ traceparent }))),
    },
    work,
  );
}

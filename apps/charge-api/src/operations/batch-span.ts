import type { RunInContext } from '@once/idempotency';
import { batchLinks, currentTraceparent, isSampledTraceparent, runInSpan } from '@once/observability';

/** A transaction that several operations share belongs to none of their traces: a trace of its own links to each. */
export function runInBatchSpan<T>(
  batch: 'claim' | 'completion',
  contexts: readonly RunInContext[],
  work: () => Promise<T>,
): Promise<T> {
  const traceparents = contexts.flatMap((inItsContext) => inItsContext(currentTraceparent) ?? []);
  // Of traces that nobody keeps, none would be led here; what fails is told by the span of each request.
  if (!traceparents.some(isSampledTraceparent)) return work();
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

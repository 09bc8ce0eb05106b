import type { AnyResumable } from '@once/idempotency';
import { AsyncLocalStorage } from 'node:async_hooks';
import type { WorkerName } from './plan-book.ts';

const workers = new AsyncLocalStorage<WorkerName>();

/**
 * Lets the provider's double know whose call it gets: the claim tells, and nothing else can. What is stored of the
 * operation may name a successor already, who would then pass for dead when this one dies.
 */
export function nameWorkers(handlers: readonly AnyResumable[]): void {
  for (const handler of handlers) {
    const perform = handler.perform.bind(handler);
    handler.perform = (claim) => {
      const worker = { key: claim.request.idempotencyKey, attempt: claim.attempt };
      return workers.run(worker, () => perform(claim));
    };
  }
}

/** @throws Error outside a handler's work: then a call would be nobody's */
export function workingAs(): WorkerName {
  const worker = workers.getStore();
  if (!worker) throw new Error('the provider was called by no worker');
  return worker;
}

import { context, propagation, ROOT_CONTEXT, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { W3CTraceContextPropagator } from '@opentelemetry/core';

/**
 * Until `stopTracing`, a service of this process works on each request in the trace that its `traceparent` header names:
 * what the SDK does in production, without spans and exporters.
 */
export function startTracing(): void {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
}

export function stopTracing(): void {
  context.disable();
  propagation.disable();
}

/** Runs work as a part of the trace that a `traceparent` names. */
export function inTrace<T>(traceparent: string, work: () => T): T {
  const [, traceId = '', spanId = '', flags = '0'] = traceparent.split('-');
  const span = { traceId, spanId, traceFlags: Number.parseInt(flags, 16), isRemote: true };
  return context.with(trace.setSpanContext(ROOT_CONTEXT, span), work);
}

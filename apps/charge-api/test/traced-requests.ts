import { context, ROOT_CONTEXT, trace, type Context, type ContextManager } from '@opentelemetry/api';
import { AsyncLocalStorage } from 'node:async_hooks';
import type { IncomingMessage, Server } from 'node:http';

/** What the SDK does in production, without spans and exporters: a context that follows its work. */
class FollowingContexts implements ContextManager {
  private readonly storage = new AsyncLocalStorage<Context>();

  active(): Context {
    return this.storage.getStore() ?? ROOT_CONTEXT;
  }

  with<A extends unknown[], F extends (...args: A) => ReturnType<F>>(
    active: Context,
    work: F,
    thisArg?: ThisParameterType<F>,
    ...args: A
  ): ReturnType<F> {
    return this.storage.run(active, () => work.call(thisArg, ...args));
  }

  bind<T>(_context: Context, target: T): T {
    return target;
  }

  enable(): this {
    return this;
  }

  disable(): this {
    return this;
  }
}

/** Until `stopTracing`, work is done in the trace that it was begun in. */
export const startTracing = (): boolean => context.setGlobalContextManager(new FollowingContexts());
export const stopTracing = (): void => context.disable();

/** Runs work as a part of the trace that a `traceparent` names. */
export function inTrace<T>(traceparent: string, work: () => T): T {
  const [, traceId = '', spanId = '', flags = '0'] = traceparent.split('-');
  const span = { traceId, spanId, traceFlags: Number.parseInt(flags, 16), isRemote: true };
  return context.with(trace.setSpanContext(ROOT_CONTEXT, span), work);
}

/** From now on a server works on each request in the trace that its `traceparent` header names. */
export function traceRequests(server: Server): void {
  const emit = server.emit.bind(server);
  server.emit = (name: string, ...args: unknown[]): boolean => {
    const [request] = args as [IncomingMessage];
    const traceparent = name === 'request' ? request.headers.traceparent : undefined;
    if (typeof traceparent !== 'string') return emit(name, ...args);
    // The body arrives later and from elsewhere: from the connection, not from here.
    const arrive = request.emit.bind(request);
    request.emit = (...event: Parameters<typeof arrive>) => inTrace(traceparent, () => arrive(...event));
    return inTrace(traceparent, () => emit(name, ...args));
  };
}

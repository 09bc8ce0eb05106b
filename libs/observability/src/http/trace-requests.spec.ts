import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { context, propagation, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider, type ReadableSpan } from '@opentelemetry/sdk-trace';
import { currentTraceparent } from '../tracing/traceparent.ts';
import { traceRequests } from './trace-requests.ts';

const CALLER = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16) };
const TRACEPARENT = `00-${CALLER.traceId}-${CALLER.spanId}-01`;

const exporter = new InMemorySpanExporter();
const provider = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] });
const server = new FastifyAdapter().getInstance();
/** The trace that was active where a hook or a handler ran, in the order in which they ran. */
const seen: string[] = [];
let hangs: (() => void) | undefined;
let url = '';

const note = (where: string): void => {
  seen.push(`${where} ${currentTraceparent()?.split('-')[1] ?? 'in no trace'}`);
};

beforeAll(async () => {
  trace.setGlobalTracerProvider(provider);
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  traceRequests(server);
  server.addHook('onRequest', (_request, _reply, done) => {
    note('onRequest');
    done();
  });
  server.addHook('onResponse', (_request, _reply, done) => {
    note('onResponse');
    done();
  });
  server.post('/things/:id', (_request, reply) => {
    note('handler');
    return reply.status(201).send({});
  });
  server.get('/fails', (_request, reply) => reply.status(503).send({}));
  server.get('/refuses', (_request, reply) => reply.status(422).send({}));
  server.get('/hangs', () => new Promise(() => hangs?.()));
  server.get('/livez', () => {
    note('handler');
    return {};
  });
  url = await server.listen({ port: 0, host: '127.0.0.1' });
});
afterEach(() => {
  exporter.reset();
  seen.length = 0;
});
afterAll(async () => {
  await server.close();
  trace.disable();
  context.disable();
  propagation.disable();
  await provider.shutdown();
});

const request = async (
  path: string,
  init: Omit<RequestInit, 'headers'> & { headers?: Record<string, string> } = {},
): Promise<ReadableSpan[]> => {
  const answer = await fetch(`${url}${path}`, { ...init, headers: { traceparent: TRACEPARENT, ...init.headers } });
  await answer.text();
  return ended();
};

/** The span ends when the response is written out, which its caller may see a moment before. */
const ended = async (): Promise<ReadableSpan[]> => {
  for (let turn = 0; turn < 50 && exporter.getFinishedSpans().length === 0; turn++) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  return exporter.getFinishedSpans();
};

describe('traceRequests', () => {
  it('makes one span of a request, below its caller, by route', async () => {
    const [span, ...others] = await request('/things/secret-in-a-path?token=secret-in-a-query', {
      method: 'POST',
      body: '{"in":"a body"}',
      headers: { 'content-type': 'application/json', 'user-agent': 'some-client/1' },
    });
    expect(others).toEqual([]);
    expect(span).toMatchObject({
      name: 'POST /things/:id',
      kind: SpanKind.SERVER,
      parentSpanContext: CALLER,
      status: { code: SpanStatusCode.UNSET },
    });
    expect(span?.attributes).toEqual({
      'http.request.method': 'POST',
      'http.route': '/things/:id',
      'http.response.status_code': 201,
      'url.scheme': 'http',
      'url.path': '/things/:id',
      'url.query': '[redacted]',
      'network.protocol.version': '1.1',
      'client.address': '127.0.0.1',
      'user_agent.original': 'some-client/1',
    });
  });

  it('lets every hook after it and the handler run in that span, also when a body came in between', async () => {
    // Larger than what comes with the head, so that the handler is begun by the connection.
    const body = JSON.stringify({ filler: 'x'.repeat(300_000) });
    await request('/things/1', { method: 'POST', body, headers: { 'content-type': 'application/json' } });
    expect(seen).toEqual([`onRequest ${CALLER.traceId}`, `handler ${CALLER.traceId}`, `onResponse ${CALLER.traceId}`]);
  });

  it.each([
    ['/fails', 503, { status: { code: SpanStatusCode.ERROR }, attributes: { 'error.type': '503' } }],
    ['/refuses', 422, { status: { code: SpanStatusCode.UNSET } }],
    ['/nowhere/secret-in-a-path', 404, { name: 'GET unknown', attributes: { 'url.path': 'unknown' } }],
  ])('of %s tells the answer %i', async (path, status, expected) => {
    const [span] = await request(path);
    expect(span).toMatchObject(expected);
    expect(span?.attributes['http.response.status_code']).toBe(status);
  });

  it('ends when its caller goes away, and tells of no answer', async () => {
    const caller = new AbortController();
    hangs = () => caller.abort();
    await expect(request('/hangs', { signal: caller.signal })).rejects.toThrow('aborted');
    const [span] = await ended();
    expect(span).toMatchObject({ name: 'GET /hangs', status: { code: SpanStatusCode.UNSET } });
    expect(span?.attributes).not.toHaveProperty('http.response.status_code');
  });

  it('begins a trace where the caller has none', async () => {
    const [span] = await request('/refuses', { headers: { traceparent: '' } });
    expect(span?.parentSpanContext).toBeUndefined();
  });

  it('makes nothing of a probe', async () => {
    await fetch(`${url}/livez`, { headers: { traceparent: TRACEPARENT } });
    await request('/refuses');
    expect(exporter.getFinishedSpans().map(({ name }) => name)).toEqual(['GET /refuses']);
    expect(seen).toContain('handler in no trace');
  });
});

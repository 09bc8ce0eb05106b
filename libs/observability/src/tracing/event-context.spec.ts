import { describe, expect, it } from '@jest/globals';
import { batchLinks, eventContext, JOINS_TRACE_FOR_MS } from './event-context.ts';

const traceparent = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;
const unsampled = `00-${'c'.repeat(32)}-${'d'.repeat(16)}-00`;

describe('eventContext', () => {
  it('makes the stored context the parent for ten minutes', () => {
    expect(JOINS_TRACE_FOR_MS).toBe(600_000);
    expect(eventContext({ traceparent, madeAtMs: 0 }, 600_000)).toEqual({
      parentTraceparent: traceparent,
      linkTraceparents: [],
    });
  });

  it('links to it from a trace of its own after that', () => {
    expect(eventContext({ traceparent, madeAtMs: 0 }, 600_001)).toEqual({
      isRoot: true,
      linkTraceparents: [{ traceparent }],
    });
  });
});

describe('batchLinks', () => {
  it('puts what is kept first, and no more than a span may have', () => {
    const links = [...Array<{ traceparent: string }>(200).fill({ traceparent: unsampled }), { traceparent }];
    const kept = batchLinks(links);
    expect(kept).toHaveLength(128);
    expect(kept[0]).toEqual({ traceparent });
  });
});

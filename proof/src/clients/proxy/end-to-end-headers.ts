import type { IncomingHttpHeaders } from 'node:http';

/** They speak of one connection (RFC 9110, 7.6.1), and the other side of the proxy is another. */
const HOP_BY_HOP = new Set(['connection', 'keep-alive', 'transfer-encoding']);

/** With the length of the body that is sent on, however it came. */
export function endToEndHeaders(headers: IncomingHttpHeaders, body: Buffer): Record<string, string | string[]> {
  const kept = Object.entries(headers).flatMap(([name, value]) =>
    value === undefined || HOP_BY_HOP.has(name) ? [] : [[name, value] as const],
  );
  return { ...Object.fromEntries(kept), 'content-length': String(body.length) };
}

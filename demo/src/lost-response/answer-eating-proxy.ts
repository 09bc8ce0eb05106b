import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** What the proxy did, as it did it. */
export type ProxyEvent =
  | { readonly kind: 'forwarded' }
  | { readonly kind: 'answered'; readonly status: number; readonly bodyText: string }
  | { readonly kind: 'dropped' };

export interface AnswerEatingProxy {
  readonly baseUrl: string;
  close(): Promise<void>;
}

/** An HTTP proxy before `target` that lets the first request through and resets the connection in place of its answer. */
export async function openAnswerEatingProxy(
  target: string,
  onEvent: (event: ProxyEvent) => void,
): Promise<AnswerEatingProxy> {
  let seen = 0;
  const server = createServer((incoming, outgoing) => {
    seen += 1;
    const isEaten = seen === 1;
    relay(target, { incoming, outgoing }, { isEaten, onEvent }).catch(() => incoming.socket.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { baseUrl: `http://127.0.0.1:${port}`, close };
}

interface Exchange {
  readonly incoming: IncomingMessage;
  readonly outgoing: ServerResponse;
}

interface Conduct {
  readonly isEaten: boolean;
  readonly onEvent: (event: ProxyEvent) => void;
}

async function relay(target: string, { incoming, outgoing }: Exchange, { isEaten, onEvent }: Conduct): Promise<void> {
  const requestBody = await buffer(incoming);
  const answering = forward(target, incoming, requestBody);
  onEvent({ kind: 'forwarded' });
  const answer = await answering;
  // The whole answer is awaited: by then charge-api has committed, and nobody can say that it was cut off.
  const answerBody = await buffer(answer);
  onEvent({ kind: 'answered', status: answer.statusCode ?? 0, bodyText: answerBody.toString('utf8') });
  if (!isEaten) {
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers).end(answerBody);
    return;
  }
  onEvent({ kind: 'dropped' });
  incoming.socket.resetAndDestroy();
}

const forward = (target: string, incoming: IncomingMessage, body: Buffer): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    const url = new URL(incoming.url ?? '/', target);
    const headers = { ...incoming.headers, host: url.host, connection: 'close' };
    const outgoing = httpRequest(url, { method: incoming.method, headers }, resolve);
    outgoing.once('error', reject);
    outgoing.end(body);
  });

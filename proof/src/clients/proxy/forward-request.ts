import {
  request as httpRequest,
  type Agent,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type OutgoingHttpHeaders,
} from 'node:http';
import { readBounded } from './read-bounded.ts';

export interface HeldRequest {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly headers: OutgoingHttpHeaders;
  readonly body: Buffer;
}

export interface Answered {
  readonly kind: 'answered';
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export type Forwarded =
  | Answered
  /** It was sent, and the connection broke before the whole answer was there. */
  | { readonly kind: 'lost' }
  /** No server took the connection: nothing was sent. */
  | { readonly kind: 'unreachable' };

export interface Upstream {
  /** Tried in this order until one takes the connection. */
  readonly targets: readonly string[];
  readonly agent: Agent;
  readonly signal: AbortSignal;
}

/** Beyond the longest that charge-api takes: its answer deadline, or the 10 s of `Prefer: wait`. */
const ANSWER_WITHIN_MS = 30_000;
const MAX_ANSWER_BYTES = 8 * 1_048_576;

/** Sends a request on, to the next server where one is down. It never rejects. */
export async function forwardRequest(request: HeldRequest, upstream: Upstream): Promise<Forwarded> {
  for (const target of upstream.targets) {
    const forwarded = await sendTo(target, request, upstream);
    if (forwarded.kind !== 'unreachable') return forwarded;
  }
  return { kind: 'unreachable' };
}

async function sendTo(target: string, request: HeldRequest, { agent, signal }: Upstream): Promise<Forwarded> {
  try {
    const answer = await receive(target, request, { agent, signal });
    const body = await readBounded(answer, MAX_ANSWER_BYTES);
    return { kind: 'answered', status: answer.statusCode ?? 502, headers: answer.headers, body };
  } catch (error) {
    // Only a refused connection proves that the server has not seen it; with all else it may have acted.
    return { kind: (error as NodeJS.ErrnoException).code === 'ECONNREFUSED' ? 'unreachable' : 'lost' };
  }
}

function receive(
  target: string,
  { method, url, headers, body }: HeldRequest,
  { agent, signal }: Pick<Upstream, 'agent' | 'signal'>,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const to = new URL(url, target);
    const within = AbortSignal.any([signal, AbortSignal.timeout(ANSWER_WITHIN_MS)]);
    const outgoing = httpRequest(
      to,
      { method, headers: { ...headers, host: to.host }, agent, signal: within },
      resolve,
    );
    outgoing.once('error', reject);
    outgoing.end(body);
  });
}

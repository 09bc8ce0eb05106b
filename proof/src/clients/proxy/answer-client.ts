import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { endToEndHeaders } from './end-to-end-headers.ts';
import type { Answered } from './forward-request.ts';

/** A client and the connection on which it waits. */
export interface Waiting {
  readonly incoming: IncomingMessage;
  readonly outgoing: ServerResponse;
  /** Kept from the beginning, for a request that is given up in the middle lets go of it. */
  readonly socket: Socket;
}

/** Longer than any client's attempt timeout; then a half-open connection ends even if its client never lets go. */
const HALF_OPEN_MAX_MS = 120_000;

export const isGone = ({ outgoing }: Waiting): boolean => outgoing.destroyed;

export function answerClient({ outgoing }: Waiting, { status, headers, body }: Answered): void {
  outgoing.writeHead(status, endToEndHeaders(headers, body)).end(body);
}

/** RST, not FIN: what was on its way does not arrive either. */
export function resetClient({ socket }: Waiting): void {
  socket.resetAndDestroy();
}

/** The connection stays, and nothing comes; its client has to give up by itself. */
export function leaveOpen({ socket }: Waiting): void {
  socket.setTimeout(HALF_OPEN_MAX_MS, () => socket.destroy());
}

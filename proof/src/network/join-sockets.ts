import type { Socket } from 'node:net';

/** What comes in at one goes out at the other, both ways; when one breaks, so does the other. */
export function joinSockets(one: Socket, other: Socket): void {
  one.pipe(other);
  other.pipe(one);
  for (const [socket, peer] of [
    [one, other],
    [other, one],
  ] as const) {
    // The end of a connection is what this is about: `close` follows, and takes the peer down.
    socket.on('error', () => undefined);
    socket.on('close', () => peer.destroy());
  }
}

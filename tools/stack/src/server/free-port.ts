import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/**
 * Below the range that Linux (32768…) and macOS (49152…) give to outgoing connections. A server that is restarted on
 * a port of that range may find it taken by a connection, and a client that keeps dialling a port of that range
 * while nobody listens there can end up connected to itself.
 */
const FIRST_PORT = 20_000;
const PORT_COUNT = 12_000;
const ATTEMPTS = 50;

/** Not given twice by one process: between asking and binding there is a gap. */
const given = new Set<number>();

/** A port of 127.0.0.1 that nobody listens on now. The caller must still be ready for a bind that fails. */
export async function findFreePort(): Promise<number> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const port = FIRST_PORT + randomInt(PORT_COUNT);
    if (given.has(port) || !(await canListen(port))) continue;
    given.add(port);
    return port;
  }
  throw new Error(
    `No free port of 127.0.0.1 found between ${FIRST_PORT} and ${FIRST_PORT + PORT_COUNT - 1} in ${ATTEMPTS} attempts.`,
  );
}

function canListen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(true)));
  });
}

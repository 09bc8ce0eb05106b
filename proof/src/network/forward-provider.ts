/** A process of its own, in a network namespace of its own: `forward-provider.ts SOCKET_FILE PORT`. */
import { connect, createServer } from 'node:net';
import { joinSockets } from './join-sockets.ts';

const [socketFile = '', port] = process.argv.slice(2);
const server = createServer({ allowHalfOpen: true }, (socket) =>
  joinSockets(socket, connect({ path: socketFile, allowHalfOpen: true })),
);
server.listen(Number(port), '0.0.0.0', () => console.log('listening'));
// Whoever started it is gone, however that happened; and the signals of a terminal are for them.
process.stdin.resume().on('close', () => process.exit(0));
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => undefined);

import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';
import { constants } from 'node:os';

/** undici, and with it fetch, tells here of each connection that it made. */
const CONNECTED = 'undici:client:connected';

export type SystemCode = keyof typeof constants.errno;

/**
 * The client's end of each connection that undici or fetch makes to one port, so that a test can have the operating
 * system report what it reports only after minutes without a route. Everything but that report is real.
 */
export class ClientSockets implements Disposable {
  readonly #sockets: Socket[] = [];
  readonly #port: number;

  constructor(port: number) {
    this.#port = port;
    subscribe(CONNECTED, this.#note);
  }

  /** How many connections were made. */
  get count(): number {
    return this.#sockets.length;
  }

  /** The newest connection fails as it would in the system call named. */
  failLast(syscall: 'read' | 'write', code: SystemCode): void {
    const socket = this.#sockets.at(-1);
    if (!socket) throw new Error(`nothing has connected to port ${this.#port}`);
    const report = { code, syscall, errno: -constants.errno[code] };
    socket.destroy(Object.assign(new Error(`${syscall} ${code}`), report));
  }

  [Symbol.dispose](): void {
    unsubscribe(CONNECTED, this.#note);
  }

  readonly #note = (message: unknown): void => {
    const { socket } = message as { socket: Socket };
    if (socket.remotePort === this.#port) this.#sockets.push(socket);
  };
}

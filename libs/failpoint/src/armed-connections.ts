import { Socket } from 'node:net';

/** Longer than a statement takes on a busy machine; an idle connection that loses nothing within it is left alone. */
const ANSWERS_LOST_FOR_MS = 1_000;

/** What this process has opened to others: databases, broker, provider. */
const opened = new Set<Socket>();

const connect = Object.getOwnPropertyDescriptor(Socket.prototype, 'connect')?.value as Socket['connect'];

/** No event of Node tells of every connection that is opened: the one that there is leaves out `new Socket().connect()`. */
Object.defineProperty(Socket.prototype, 'connect', {
  configurable: true,
  writable: true,
  value: function connectAndNote(this: Socket, ...args: Parameters<Socket['connect']>): Socket {
    opened.add(this);
    this.once('close', () => opened.delete(this));
    return Reflect.apply(connect, this, args);
  },
});

/** Whatever is sent from now on over a connection that is open reaches nobody. */
export function cutConnections(): void {
  for (const socket of opened) socket.destroy(connectionLost());
}

/** Whatever is sent from now on arrives and takes effect; the connection is lost when its answer comes. */
export function loseAnswers(): void {
  for (const socket of opened) {
    // What the operating system hands over is pushed into the stream; in its place the stream ends.
    socket.push = () => {
      socket.destroy(connectionLost());
      return false;
    };
    setTimeout(() => Reflect.deleteProperty(socket, 'push'), ANSWERS_LOST_FOR_MS).unref();
  }
}

/** As Node tells of it. */
const connectionLost = (): Error => Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });

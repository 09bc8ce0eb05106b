import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/**
 * What becomes of the next COMMIT: its reply is eaten after the server has committed, or it never reaches the server.
 * To the client both look the same, and that is the point.
 */
export type CommitFault = 'reply_lost' | 'request_lost';

/** A simple-query message with the text COMMIT: type Q, length 11, text, NUL. */
const COMMIT_MESSAGE = Buffer.concat([Buffer.from('Q'), Buffer.from([0, 0, 0, 11]), Buffer.from('COMMIT\0')]);

/** A TCP proxy in front of a real Postgres that can lose a COMMIT, or its reply, on request. */
export class PostgresProxy {
  /** COMMITs that were lost so far, by how. */
  readonly lost: Record<CommitFault, number> = { reply_lost: 0, request_lost: 0 };
  private readonly armed: CommitFault[] = [];
  private readonly sockets = new Set<Socket>();

  private readonly server: Server;
  private readonly target: URL;

  private constructor(server: Server, target: URL) {
    this.server = server;
    this.target = target;
  }

  static async inFrontOf(url: string): Promise<PostgresProxy> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const proxy = new PostgresProxy(server, new URL(url));
    server.on('connection', (client) => proxy.join(client));
    return proxy;
  }

  /** The database's URL by way of this proxy. */
  get url(): string {
    const through = new URL(this.target.href);
    through.host = `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
    return through.href;
  }

  /** Arms one fault; it hits the next COMMIT of any connection. */
  loseNextCommit(fault: CommitFault): void {
    this.armed.push(fault);
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    this.server.close();
    await once(this.server, 'close');
  }

  private join(client: Socket): void {
    const server = connect(Number(this.target.port), this.target.hostname);
    this.track(client, server);
    this.track(server, client);
    let isReplyAwaited = false;
    client.on('data', (chunk) => {
      const fault = chunk.includes(COMMIT_MESSAGE) ? this.armed.shift() : undefined;
      if (fault) this.lost[fault] += 1;
      if (fault === 'request_lost') return void client.destroy();
      isReplyAwaited ||= fault === 'reply_lost';
      server.write(chunk);
    });
    server.on('data', (chunk) => {
      // The reply to COMMIT proves that the server has committed; only then is the client cut off.
      if (isReplyAwaited) client.destroy();
      else client.write(chunk);
    });
  }

  private track(socket: Socket, peer: Socket): void {
    this.sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => {
      this.sockets.delete(socket);
      peer.destroy();
    });
  }
}

import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { advertiseAs, cutFrames, FrameKind, kindOfRequest, type KafkaRequestKind } from './kafka-frames.ts';

interface HeldRequest {
  broker: Socket;
  frame: Buffer;
}

/**
 * A TCP proxy in front of a real broker that can keep single kinds of request to itself: a send that lingers, an offset
 * commit that never arrives. Answers of the broker that name its address name the proxy instead, so that a client that
 * was told of the proxy alone stays with it.
 */
export class KafkaProxy {
  private readonly holding = new Set<KafkaRequestKind>();
  private readonly sockets = new Set<Socket>();
  private held: HeldRequest[] = [];

  private readonly server: Server;
  private readonly target: { host: string; port: number };

  private constructor(server: Server, target: { host: string; port: number }) {
    this.server = server;
    this.target = target;
  }

  static async inFrontOf(broker: string): Promise<KafkaProxy> {
    const [host = '', port] = broker.split(':');
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    // A test that fails before it closes the proxy must not keep the run from ending.
    server.unref();
    const proxy = new KafkaProxy(server, { host, port: Number(port) });
    server.on('connection', (client) => proxy.join(client));
    return proxy;
  }

  /** The broker's address by way of this proxy. */
  get broker(): string {
    return `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Requests of this kind stay here from now on, whatever becomes of the client that sent them. */
  hold(kind: KafkaRequestKind): void {
    this.holding.add(kind);
  }

  get heldCount(): number {
    return this.held.length;
  }

  /** Lets through what was held, in order, and holds nothing more. */
  release(): void {
    this.holding.clear();
    for (const { broker, frame } of this.held.splice(0)) broker.write(frame);
  }

  async close(): Promise<void> {
    this.held = [];
    for (const socket of this.sockets) socket.destroy();
    this.server.close();
    await once(this.server, 'close');
  }

  private join(client: Socket): void {
    const broker = connect(this.target.port, this.target.host);
    this.track(client, broker);
    this.track(broker, client);
    const kinds = new Map<number, number>();
    cutFrames(client, (frame) => {
      kinds.set(frame.readInt32BE(8), frame.readInt16BE(4));
      const kind = kindOfRequest(frame);
      if (kind && this.holding.has(kind)) this.held.push({ broker, frame });
      else broker.write(frame);
    });
    cutFrames(broker, (frame) => {
      const kind = kinds.get(frame.readInt32BE(4));
      kinds.delete(frame.readInt32BE(4));
      const namesBrokers = kind === FrameKind.metadata || kind === FrameKind.findCoordinator;
      client.write(namesBrokers ? advertiseAs(frame, this.target, (this.server.address() as AddressInfo).port) : frame);
    });
  }

  private track(socket: Socket, peer: Socket): void {
    this.sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => {
      this.sockets.delete(socket);
      // With a request of it still held, the broker's side stays open: bytes on their way outlive their sender.
      if (!this.held.some(({ broker }) => broker === peer)) peer.destroy();
    });
  }
}

import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface ReceivedNotice {
  readonly id: string;
  readonly isSigned: boolean;
  readonly body: Record<string, unknown>;
}

/** Takes notices as a service would, and checks their signatures with code of its own. */
export class NoticeReceiver implements AsyncDisposable {
  readonly secret = `whsec_${Buffer.from('a key of this test').toString('base64')}`;
  readonly received: ReceivedNotice[] = [];
  /** Answers to the next notices; 204 to all that come after. */
  readonly answers: number[] = [];
  readonly #server: Server;
  #arrived = Promise.withResolvers<void>();

  private constructor(server: Server) {
    this.#server = server;
  }

  static async open(): Promise<NoticeReceiver> {
    const server = createServer();
    const receiver = new NoticeReceiver(server);
    server.on('request', (request: IncomingMessage, response) => {
      void receiver.#take(request).then(() => response.writeHead(receiver.answers.shift() ?? 204).end());
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return receiver;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/notices`;
  }

  async until(count: number): Promise<ReceivedNotice[]> {
    while (this.received.length < count) await this.#arrived.promise;
    return this.received;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  async #take(request: IncomingMessage): Promise<void> {
    const body = await text(request);
    const [id, timestamp, signature] = ['id', 'timestamp', 'signature'].map((name) =>
      String(request.headers[`webhook-${name}`]),
    );
    const hmac = createHmac('sha256', 'a key of this test').update(`${id}.${timestamp}.${body}`).digest('base64');
    const isFresh = Math.abs(Date.now() / 1000 - Number(timestamp)) < 60;
    const isSigned = signature === `v1,${hmac}` && isFresh;
    this.received.push({ id: id ?? '', isSigned, body: JSON.parse(body) as Record<string, unknown> });
    this.#arrived.resolve();
    this.#arrived = Promise.withResolvers();
  }
}

import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** A call that moves money, kept on its way to the provider. */
export interface HeldCall {
  readonly providerKey: string;
  /** All that the provider could compare with another request under the same key. */
  readonly parameters: string;
  /** Lets it through now; resolves when the provider has answered, whether or not its caller is still there. */
  forward(): Promise<void>;
  /** The provider acts, and the connection to the caller is cut before its answer. */
  forwardAndLoseAnswer(): Promise<void>;
  /** The provider acts on another body than the one that was sent, and its answer is lost. */
  forwardAlteredAndLoseAnswer(alter: (body: string) => string): Promise<void>;
  /** The provider acts, and its answer is altered on the way back, its status too where one is given. */
  forwardAndAlterAnswer(alter: (body: Record<string, unknown>) => object, status?: number): Promise<void>;
  /** The provider acts; its answer stays here, and the caller goes on waiting for `answer` or `drop`. */
  forwardAndKeepAnswer(): Promise<void>;
  /** Never reaches the provider; the caller gets this answer instead. */
  answer(status: number, body: object): void;
  /** Never reaches the provider; the connection to the caller is cut. */
  drop(): void;
}

/** A call that has not come by then will not come. */
const PATIENCE_MS = 60_000;

interface Hold {
  take: (call: HeldCall) => void;
  timer: NodeJS.Timeout;
}

interface Passing {
  request: IncomingMessage;
  response: ServerResponse;
  body: Buffer;
}

/** Stands between the service and the provider. Everything passes, but for the calls that a test asks to hold. */
export class ProviderGate {
  /** Where calls go on to; set when the provider is up. */
  target = '';
  /** Questions for what became of a call, so far, and how many of them were open at once. */
  readonly lookups = { total: 0, mostAtOnce: 0 };
  private openLookups = 0;
  private holds: Hold[] = [];
  private readonly held = new Set<ServerResponse>();
  private readonly server: Server;

  private constructor(server: Server) {
    this.server = server;
  }

  static async open(): Promise<ProviderGate> {
    const server = createServer();
    const gate = new ProviderGate(server);
    server.on('request', (request: IncomingMessage, response: ServerResponse) => void gate.receive(request, response));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return gate;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /**
   * The next call that moves money stays here until the test says what becomes of it.
   * @throws Error when none comes within a minute
   */
  holdNext(): Promise<HeldCall> {
    return new Promise((take, reject) => {
      const timer = setTimeout(() => {
        this.holds = this.holds.filter((hold) => hold.timer !== timer);
        reject(new Error(`no call that moves money came within ${PATIENCE_MS} ms`));
      }, PATIENCE_MS);
      this.holds.push({ take, timer });
    });
  }

  /** Cuts what is still held and waits for nothing more, so that a test that failed half-way does not hang the rest. */
  letGo(): void {
    for (const { timer } of this.holds.splice(0)) clearTimeout(timer);
    for (const response of this.held) response.destroy();
  }

  async close(): Promise<void> {
    this.letGo();
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  private async receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.url?.startsWith('/v1/requests/')) this.countLookup(response);
    try {
      const passing = { request, response, body: await buffer(request) };
      const hold = request.method === 'POST' ? this.holds.shift() : undefined;
      if (!hold) return await this.forward(passing);
      clearTimeout(hold.timer);
      hold.take(this.toHeldCall(passing));
    } catch {
      // As it would be without the gate: a provider that is gone shows as a connection that ends.
      response.destroy();
    }
  }

  private countLookup(response: ServerResponse): void {
    this.openLookups += 1;
    this.lookups.total += 1;
    this.lookups.mostAtOnce = Math.max(this.lookups.mostAtOnce, this.openLookups);
    response.once('close', () => (this.openLookups -= 1));
  }

  private toHeldCall(passing: Passing): HeldCall {
    const { request, response, body } = passing;
    const account = request.headers['provider-account'];
    this.held.add(response);
    response.once('close', () => this.held.delete(response));
    return {
      providerKey: String(request.headers['idempotency-key']),
      parameters: `${request.method} ${request.url} ${body.toString()}`,
      forward: () => this.forward(passing),
      forwardAndLoseAnswer: async () => {
        await this.ask(passing);
        response.destroy();
      },
      forwardAlteredAndLoseAnswer: async (alter) => {
        await this.ask({ ...passing, body: Buffer.from(alter(body.toString())) });
        response.destroy();
      },
      forwardAndAlterAnswer: async (alter, status) => {
        const answer = await this.ask(passing);
        const altered = alter(JSON.parse(answer.body.toString()) as Record<string, unknown>);
        send(response, status ?? answer.status, Buffer.from(JSON.stringify(altered)));
      },
      forwardAndKeepAnswer: async () => {
        await this.ask(passing);
      },
      // In the name of the account that was asked, as the provider itself would, unless the body names another.
      answer: (status, said) => send(response, status, Buffer.from(JSON.stringify({ account, ...said }))),
      drop: () => response.destroy(),
    };
  }

  private async forward(passing: Passing): Promise<void> {
    const { status, body } = await this.ask(passing);
    send(passing.response, status, body);
  }

  private async ask({ request, body }: Passing): Promise<{ status: number; body: Buffer }> {
    const { 'content-type': type, 'idempotency-key': key, 'provider-account': account } = request.headers;
    const answer = await fetch(`${this.target}${request.url ?? ''}`, {
      method: request.method ?? 'GET',
      headers: {
        ...(type ? { 'content-type': type } : {}),
        ...(key ? { 'idempotency-key': String(key) } : {}),
        ...(account ? { 'provider-account': String(account) } : {}),
      },
      ...(body.length > 0 ? { body: new Uint8Array(body) } : {}),
    });
    return { status: answer.status, body: Buffer.from(await answer.arrayBuffer()) };
  }
}

const send = (response: ServerResponse, status: number, body: Buffer): void => {
  if (!response.destroyed) response.writeHead(status, { 'content-type': 'application/json' }).end(body);
};

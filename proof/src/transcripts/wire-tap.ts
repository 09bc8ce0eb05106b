import { createServer, Agent, type IncomingHttpHeaders, type OutgoingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerClient, resetClient, type Waiting } from '../clients/proxy/answer-client.ts';
import { forwardRequest, type Answered } from '../clients/proxy/forward-request.ts';
import { holdRequest } from '../clients/proxy/hold-request.ts';

export interface Exchange {
  /** 1 for the first that came. */
  readonly number: number;
  /** Milliseconds since 1970. */
  readonly atMs: number;
  /** Of the charge-api that was asked: `charge-api-2`. */
  readonly server: string;
  readonly method: string;
  readonly url: string;
  readonly headers: OutgoingHttpHeaders;
  readonly body: string;
  /** Null while there is none, or when the connection broke. */
  answer: ExchangeAnswer | null;
}

export interface ExchangeAnswer {
  readonly atMs: number;
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Passes requests on to the processes of charge-api in turn, and keeps what went by. It loses nothing. */
export class WireTap {
  readonly exchanges: Exchange[] = [];
  readonly #targets: readonly string[];
  readonly #agent = new Agent({ keepAlive: true });
  readonly #cut = new AbortController();
  readonly #server: Server;

  private constructor(targets: readonly string[]) {
    this.#targets = targets;
    this.#server = createServer((incoming, outgoing) => {
      const client = { incoming, outgoing, socket: incoming.socket };
      this.#pass(client).catch(() => resetClient(client));
    });
  }

  static async open(targets: readonly string[]): Promise<WireTap> {
    const tap = new WireTap(targets);
    await new Promise<void>((resolve, reject) => {
      tap.#server.once('error', reject);
      tap.#server.listen(0, '127.0.0.1', resolve);
    });
    return tap;
  }

  get baseUrl(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.#cut.abort();
    this.#agent.destroy();
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.#server.closeAllConnections();
    await closed;
  }

  async #pass(client: Waiting): Promise<void> {
    const { method, url, headers, body } = await holdRequest(client.incoming);
    const index = this.exchanges.length % this.#targets.length;
    const exchange: Exchange = {
      ...{ number: this.exchanges.length + 1, atMs: Date.now(), server: `charge-api-${index + 1}` },
      ...{ method, url, headers, body: body.toString(), answer: null },
    };
    this.exchanges.push(exchange);
    const upstream = { targets: [this.#targets[index] ?? ''], agent: this.#agent, signal: this.#cut.signal };
    const forwarded = await forwardRequest({ method, url, headers, body }, upstream);
    if (forwarded.kind !== 'answered') return resetClient(client);
    exchange.answer = keptAnswer(forwarded);
    answerClient(client, forwarded);
  }
}

const keptAnswer = ({ status, headers, body }: Answered): ExchangeAnswer => ({
  ...{ atMs: Date.now(), status, headers, body: body.toString() },
});

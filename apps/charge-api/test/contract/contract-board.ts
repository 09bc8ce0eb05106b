import { once } from 'node:events';
import { createServer, request as forward, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Where the requests of one interaction go. */
export interface Route {
  /** The instance that is in the state which the interaction is about. */
  readonly url: string;
  /** What the example of a credential stands for; without it the request goes on with the example, which nobody has. */
  readonly apiKey?: string | undefined;
}

/** Stands where the contract's requests arrive, and sends each on to the instance that its state speaks of. */
export class ContractBoard {
  route: Route = { url: '' };
  /** Called for each request that is passed on. */
  onRequest: () => void = () => undefined;
  private readonly server: Server;

  private constructor(server: Server) {
    this.server = server;
  }

  static async open(): Promise<ContractBoard> {
    const server = createServer();
    const board = new ContractBoard(server);
    server.on('request', (request: IncomingMessage, response: ServerResponse) => board.pass(request, response));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return board;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  private pass(request: IncomingMessage, response: ServerResponse): void {
    const { url, apiKey } = this.route;
    const { host, ...headers } = request.headers;
    const authorization = apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` };
    const options = { method: request.method, headers: { ...headers, ...authorization, 'x-forwarded-host': host } };
    const onward = forward(new URL(request.url ?? '/', url), options, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    // The verifier then tells of an interaction without an answer.
    onward.once('error', () => response.destroy());
    request.pipe(onward);
    this.onRequest();
  }
}

import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { PactFile } from '../src/pact/pact-file.ts';

interface StoredPact {
  consumerVersion: string;
  branch: string;
  pact: PactFile;
}

interface Deployed {
  app: string;
  version: string;
  env: string;
}

interface Verification {
  provider: string;
  consumer: string;
  consumerVersion: string;
  version: string;
  success: boolean;
}

/**
 * Stands in for a Pact Broker: the routes of its HTTP API that we use, in memory, with the answers that its documents
 * describe. It shows that we keep our side of that API, not that a real broker keeps its own.
 */
export class BrokerStub {
  readonly requests: { authorization: string | undefined; method: string; path: string }[] = [];
  readonly verifications: Verification[] = [];
  readonly deployed: Deployed[] = [];
  private readonly pacts: StoredPact[] = [];
  private readonly server: Server;

  private constructor(server: Server) {
    this.server = server;
  }

  static async start(): Promise<BrokerStub> {
    const server = createServer();
    const stub = new BrokerStub(server);
    server.on('request', (request: IncomingMessage, response: ServerResponse) => void stub.answer(request, response));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return stub;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '/', this.url);
    const method = request.method ?? 'GET';
    this.requests.push({ authorization: request.headers.authorization, method, path: pathname });
    const body = JSON.parse((await text(request)) || '{}') as Record<string, never>;
    const result = this.handle(`${method} ${pathname}`, body, searchParams);
    const status = result === undefined ? 404 : 200;
    response
      .writeHead(status, { 'content-type': 'application/hal+json' })
      .end(JSON.stringify(result ?? { error: 'not found' }));
  }

  private handle(call: string, body: Record<string, never>, query: URLSearchParams): unknown {
    const [, provider] = /^POST \/pacts\/provider\/([^/]+)\/for-verification$/.exec(call) ?? [];
    const [, index] = /^GET \/stored\/(\d+)$/.exec(call) ?? [];
    const [, verified] = /^POST \/stored\/(\d+)\/results$/.exec(call) ?? [];
    const [, app, version, uuid] =
      /^POST \/pacticipants\/([^/]+)\/versions\/([^/]+)\/deployed-versions\/environment\/([^/]+)$/.exec(call) ?? [];
    if (call === 'POST /contracts/publish') return this.publish(body);
    if (call === 'GET /environments') return { _embedded: { environments: [{ uuid: 'uuid-of-prod', name: 'prod' }] } };
    if (call === 'GET /matrix') return this.matrix(query);
    if (provider) return this.forVerification(provider);
    if (index) return this.pactAt(Number(index));
    if (verified) return this.verify(this.pacts[Number(verified)]!, body);
    if (app && version && uuid === 'uuid-of-prod') return this.deployed.push({ app, version, env: 'prod' });
    return undefined;
  }

  private publish(body: Record<string, never>): object {
    const { pacticipantVersionNumber, branch, contracts } = body as unknown as {
      pacticipantVersionNumber: string;
      branch: string;
      contracts: { content: string }[];
    };
    for (const { content } of contracts) {
      const pact = JSON.parse(Buffer.from(content, 'base64').toString()) as PactFile;
      this.pacts.push({ consumerVersion: pacticipantVersionNumber, branch, pact });
    }
    return {};
  }

  private forVerification(provider: string): object {
    const own = this.pacts.flatMap(({ pact }, index) => (pact.provider.name === provider ? [index] : []));
    return {
      _embedded: { pacts: own.map((index) => ({ _links: { self: { href: `${this.url}/stored/${index}` } } })) },
    };
  }

  /** A broker gives each interaction an id of its own. */
  private pactAt(index: number): object {
    const { pact } = this.pacts[index]!;
    return {
      ...pact,
      interactions: pact.interactions.map((interaction, at) => ({ ...interaction, _id: `id-${at}` })),
      _links: { 'pb:publish-verification-results': { href: `${this.url}/stored/${index}/results` } },
    };
  }

  private verify({ pact, consumerVersion }: StoredPact, body: Record<string, never>): object {
    const { success, providerApplicationVersion: version } = body as unknown as {
      success: boolean;
      providerApplicationVersion: string;
    };
    const names = { provider: pact.provider.name, consumer: pact.consumer.name, consumerVersion };
    this.verifications.push({ ...names, version, success });
    return {};
  }

  /** As the broker does it: the version that is asked about, with the newest that is deployed of all others. */
  private matrix(query: URLSearchParams): object {
    const [app, version] = [query.get('q[][pacticipant]'), query.get('q[][version]')];
    const there = (name: string) => this.deployed.findLast((entry) => entry.app === name)?.version;
    const rows = this.pacts.flatMap(({ pact, consumerVersion }) => {
      const [consumer, provider] = [pact.consumer.name, pact.provider.name];
      if (consumer !== app && provider !== app) return [];
      const providerVersion = provider === app ? version : there(provider);
      if (consumerVersion !== (consumer === app ? version : there(consumer))) return [];
      const found = this.verifications.findLast(
        (entry) =>
          entry.provider === provider && entry.version === providerVersion && entry.consumerVersion === consumerVersion,
      );
      const side = (name: string, number: string | null | undefined) => ({ name, version: number ? { number } : null });
      const verificationResult = found ? { success: found.success } : null;
      return [
        { consumer: side(consumer, consumerVersion), provider: side(provider, providerVersion), verificationResult },
      ];
    });
    const results = rows.map(({ verificationResult }) => verificationResult?.success ?? null);
    const deployable = results.includes(false) ? false : results.includes(null) ? null : true;
    return { summary: { deployable, reason: 'as the rows say' }, matrix: rows };
  }
}

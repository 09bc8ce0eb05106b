import type { Finding } from '../can-i-deploy/judge-deployment.ts';
import type { CommittedPact } from '../deployments/committed-pacts.ts';
import type { PactFile } from '../pact/pact-file.ts';
import { BrokerHttp, type BrokerCredentials } from './broker-http.ts';
import { findingsOf, type Matrix } from './broker-matrix.ts';

export interface DeployedVersion {
  readonly app: string;
  readonly version: string;
  readonly env: string;
}

/** A contract that a provider has to keep, and where to say whether it does. */
export interface PactToVerify {
  readonly pact: PactFile;
  readonly publishTo: string;
}

interface Linked {
  readonly _links?: Readonly<Record<string, { readonly href: string }>>;
}

const segment = encodeURIComponent;

/** The part of a Pact Broker's HTTP API that deployments need. */
export class PactBroker {
  private readonly http: BrokerHttp;

  constructor(baseUrl: string, credentials: BrokerCredentials = {}) {
    this.http = new BrokerHttp(baseUrl, credentials);
  }

  /** Publishing the same content again changes nothing; other content under one version is refused. */
  async publishPacts(consumer: string, version: string, pacts: readonly CommittedPact[]): Promise<void> {
    await this.http.post('/contracts/publish', {
      ...{ pacticipantName: consumer, pacticipantVersionNumber: version, branch: 'main' },
      contracts: pacts.map(({ pact, text }) => ({
        ...{ consumerName: consumer, providerName: pact.provider.name },
        ...{ specification: 'pact', contentType: 'application/json', content: Buffer.from(text).toString('base64') },
      })),
    });
  }

  /** Those of main and of everything that is deployed. */
  async pactsToVerify(provider: string): Promise<PactToVerify[]> {
    const selectors = [{ mainBranch: true }, { deployedOrReleased: true }];
    const path = `/pacts/provider/${segment(provider)}/for-verification`;
    const found = (await this.http.post(path, { consumerVersionSelectors: selectors })) as {
      _embedded?: { pacts?: Linked[] };
    };
    const links = (found._embedded?.pacts ?? []).map(({ _links }) => _links?.self?.href ?? '');
    return Promise.all(links.map((href) => this.pactToVerify(href)));
  }

  async publishResult(publishTo: string, { version, isKept }: { version: string; isKept: boolean }): Promise<void> {
    await this.http.post(publishTo, { success: isKept, providerApplicationVersion: version });
  }

  async recordDeployment({ app, version, env }: DeployedVersion): Promise<void> {
    const { _embedded: embedded } = (await this.http.get('/environments')) as {
      _embedded?: { environments?: { uuid: string; name: string }[] };
    };
    const environments = embedded?.environments ?? [];
    const target = environments.find(({ name }) => name === env);
    if (!target) {
      throw new Error(
        `the broker knows no environment ${env}; those are: ${environments.map(({ name }) => name).join(', ')}`,
      );
    }
    const path = `/pacticipants/${segment(app)}/versions/${segment(version)}/deployed-versions/environment/${target.uuid}`;
    await this.http.post(path, {});
  }

  /** What the broker holds against it, one finding for each contract. */
  async canIDeploy({ app, version, env }: DeployedVersion): Promise<Finding[]> {
    const query = new URLSearchParams([
      ...[
        ['q[][pacticipant]', app],
        ['q[][version]', version],
      ],
      ...[
        ['latestby', 'cvp'],
        ['environment', env],
      ],
    ] as [string, string][]);
    return findingsOf((await this.http.get(`/matrix?${query.toString()}`)) as Matrix, { app, version, env });
  }

  private async pactToVerify(href: string): Promise<PactToVerify> {
    const pact = (await this.http.get(href)) as PactFile & Linked;
    const publishTo = pact._links?.['pb:publish-verification-results']?.href;
    if (!publishTo) throw new Error(`the broker takes no results for ${href}`);
    return { pact, publishTo };
  }
}

import { startProviderSimulator, type RunningProviderSimulator } from '@once/provider-simulator';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** One movement of money in the provider's own record. */
export interface ProviderEffect {
  provider_key: string;
  operation: string;
  amount_minor: string;
  currency: string;
  metadata: Record<string, string>;
}

/** The real simulator with a data folder of its own: the independent witness of what was charged. */
export class TestProvider {
  private readonly simulator: RunningProviderSimulator;
  private readonly dataDir: string;

  private constructor(simulator: RunningProviderSimulator, dataDir: string) {
    this.simulator = simulator;
    this.dataDir = dataDir;
  }

  static async start(port = 0): Promise<TestProvider> {
    const dataDir = await mkdtemp(join(tmpdir(), 'once-charge-api-test-'));
    const simulator = await startProviderSimulator({ port, dataDir, log: () => undefined });
    return new TestProvider(simulator, dataDir);
  }

  get url(): string {
    return this.simulator.url;
  }

  /** From now on each call waits this long before its effect. */
  async setLatency(latencyMs: number): Promise<void> {
    const settings = { latency_ms: { min: latencyMs, max: latencyMs } };
    const answer = await fetch(`${this.url}/control`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(settings),
    });
    if (!answer.ok) throw new Error(`the simulator refused ${JSON.stringify(settings)}: ${await answer.text()}`);
  }

  async effects(): Promise<ProviderEffect[]> {
    const answer = await fetch(`${this.url}/v1/effects?limit=1000`);
    const page = (await answer.json()) as { data: ProviderEffect[]; has_more: boolean };
    if (page.has_more) throw new Error('a test with more than 1000 effects has to read them in pages');
    return page.data;
  }

  /** Effects of one charge, told by the metadata that the service sends. */
  async effectsOf(chargeId: string): Promise<ProviderEffect[]> {
    return (await this.effects()).filter(({ metadata }) => metadata.charge_id === chargeId);
  }

  async stop(): Promise<void> {
    await this.simulator.stop();
    await rm(this.dataDir, { recursive: true, force: true });
  }
}

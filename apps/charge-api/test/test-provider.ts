import { startProviderSimulator, type RunningProviderSimulator } from '@once/provider-simulator';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** One movement of money in the provider's own record. */
export interface ProviderEffect {
  effect_id: string;
  provider_key: string;
  operation: string;
  payment_id: string;
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

  /** With the data folder of one that was suspended it is the same account again. */
  static async start(port = 0, kept?: string): Promise<TestProvider> {
    const dataDir = kept ?? (await mkdtemp(join(tmpdir(), 'once-charge-api-test-')));
    const simulator = await startProviderSimulator({ port, dataDir, log: () => undefined });
    return new TestProvider(simulator, dataDir);
  }

  get url(): string {
    return this.simulator.url;
  }

  /** As rows and settings have it. */
  async account(): Promise<string> {
    const { account } = (await this.ask('/v1/account')) as { account: string };
    return `simulator:${account}`;
  }

  /** From now on each call waits this long before its effect. */
  async setLatency(latencyMs: number): Promise<void> {
    await this.control({ latency_ms: { min: latencyMs, max: latencyMs } });
  }

  /** Replaces the whole control document: what is left out is back at its default, so `{}` resets. */
  async control(settings: object): Promise<void> {
    await this.ask('/control', { method: 'PUT', body: settings });
  }

  /** One fault more, beside those in force; docs/provider-simulator.md has the kinds. */
  async addFault(fault: object): Promise<void> {
    await this.ask('/control/faults', { method: 'POST', body: fault });
  }

  /** How often all faults in force have bitten, together. */
  async faultsBitten(): Promise<number> {
    const { data } = (await this.ask('/control/faults')) as { data: { bitten: number }[] };
    return data.reduce((sum, { bitten }) => sum + bitten, 0);
  }

  /** Sends a notice by hand, true or not, to the receiver in force; the status that each copy was answered. */
  async notify(notice: object): Promise<(number | null)[]> {
    const { answers } = (await this.ask('/control/notices', { method: 'POST', body: notice })) as {
      answers: (number | null)[];
    };
    return answers;
  }

  /** What became of the notices that it sends by itself. */
  async noticeCounts(): Promise<{ queued: number; delivered: number; given_up: number }> {
    return (await this.ask('/control/notices')) as { queued: number; delivered: number; given_up: number };
  }

  async effects(): Promise<ProviderEffect[]> {
    return this.readEffects('');
  }

  /** All effects under one provider key: more than one is a double charge. */
  async effectsOfKey(providerKey: string): Promise<ProviderEffect[]> {
    return this.readEffects(`&provider_key=${encodeURIComponent(providerKey)}`);
  }

  /** Effects of one charge, told by the metadata that the service sends. */
  async effectsOf(chargeId: string): Promise<ProviderEffect[]> {
    return (await this.effects()).filter(({ metadata }) => metadata.charge_id === chargeId);
  }

  /** Stops it and keeps its record, under the folder that is returned. */
  async suspend(): Promise<string> {
    await this.simulator.stop();
    return this.dataDir;
  }

  async stop(): Promise<void> {
    await this.simulator.stop();
    await rm(this.dataDir, { recursive: true, force: true });
  }

  private async readEffects(filter: string): Promise<ProviderEffect[]> {
    const page = (await this.ask(`/v1/effects?limit=1000${filter}`)) as { data: ProviderEffect[]; has_more: boolean };
    if (page.has_more) throw new Error('a test with more than 1000 effects has to read them in pages');
    return page.data;
  }

  private async ask(path: string, { method = 'GET', body }: { method?: string; body?: object } = {}): Promise<unknown> {
    const answer = await fetch(`${this.url}${path}`, {
      method,
      ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
    if (answer.ok) return answer.json();
    throw new Error(`the simulator refused ${method} ${path} ${JSON.stringify(body)}: ${await answer.text()}`);
  }
}

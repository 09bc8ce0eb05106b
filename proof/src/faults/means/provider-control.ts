/** As docs/provider-simulator.md has them. */
export type ProviderFault = Readonly<Record<string, unknown>> & { readonly kind: string };

export interface SetFault {
  /** How often it has bitten so far. */
  readonly bitten: () => Promise<number>;
}

const ANSWER_WITHIN_MS = 5_000;

/** The control API of the provider simulator. */
export class ProviderControl {
  readonly url: string;

  constructor(providerUrl: string) {
    this.url = providerUrl;
  }

  /** Each keeps its place in the list until all are taken away: that is what it is known by. */
  async set(fault: ProviderFault): Promise<SetFault> {
    const index = (await this.#ask('POST', '/control/faults', fault)).length - 1;
    return { bitten: async () => (await this.#ask('GET', '/control/faults'))[index]?.bitten ?? 0 };
  }

  /** Back to its best behaviour. */
  async heal(): Promise<void> {
    await this.#ask('PUT', '/control', {});
  }

  async #ask(method: string, path: string, body?: object): Promise<{ readonly bitten: number }[]> {
    const answer = await fetch(`${this.url}${path}`, {
      method,
      ...(body ? { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } } : {}),
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`the provider refused ${method} ${path}: ${answer.status} ${text.slice(0, 300)}`);
    return (JSON.parse(text) as { data?: { bitten: number }[] }).data ?? [];
  }
}

/** The addresses that the demo uses: the shape of `.run/stack.json`, with a provider whose record can be read. */
export interface DemoStack {
  readonly chargeApi: readonly string[];
  readonly relay: readonly string[];
  readonly ledgerConsumer: readonly string[];
  readonly provider: string;
  readonly chargeDbUrl: string;
  readonly ledgerDbUrl: string;
  readonly kafkaBrokers: readonly string[];
  readonly apiKeys: Readonly<Record<string, string>>;
}

/** Where a run can be looked at from outside. Nothing of it is code of the services. */
export interface ProofTargets {
  readonly chargeDbUrl: string;
  readonly ledgerDbUrl: string;
  readonly kafkaBrokers: readonly string[];
  readonly topic: string;
  readonly consumerGroup: string;
  readonly providerUrl: string;
  /** Of providers that only some of the processes work with; each has an account of its own. */
  readonly otherProviderUrls: readonly string[];
  readonly metricsUrls: Readonly<Record<'charge-api' | 'relay' | 'ledger-consumer', readonly string[]>>;
}

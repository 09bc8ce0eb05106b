/** Where a run can be looked at from outside. Nothing of it is code of the services. */
export interface ProofTargets {
  readonly chargeDbUrl: string;
  readonly ledgerDbUrl: string;
  readonly kafkaBrokers: readonly string[];
  readonly topic: string;
  readonly consumerGroup: string;
  readonly providerUrl: string;
  readonly metricsUrls: Readonly<Record<'charge-api' | 'relay' | 'ledger-consumer', readonly string[]>>;
}

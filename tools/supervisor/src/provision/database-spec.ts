/** What a database of ours is made of. Group roles hold the grants (given by the migrations); logins are per stack. */
export interface DatabaseSpec {
  /** Folder of the app that owns the schema and its migrations. */
  readonly app: 'charge-api' | 'ledger-consumer';
  readonly groups: readonly ServiceRole[];
}

export type DatabaseName = 'charge' | 'ledger';
export type ServiceRole = 'charge_service' | 'relay_service' | 'ledger_service';

/** Two databases, separate roles, no shared tables: the services meet in the event contract only. */
export const DATABASES: Record<DatabaseName, DatabaseSpec> = {
  charge: { app: 'charge-api', groups: ['charge_service', 'relay_service'] },
  ledger: { app: 'ledger-consumer', groups: ['ledger_service'] },
};

export const isDatabaseName = (text: string): text is DatabaseName => Object.hasOwn(DATABASES, text);

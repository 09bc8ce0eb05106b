export type ServiceKind = 'charge-api' | 'relay' | 'ledger-consumer';

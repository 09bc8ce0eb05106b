import type { ServiceRole } from '../provision/database-spec.ts';

/** What the services are told about each other and their servers. */
export interface StackAddresses {
  serviceUrls: Record<ServiceRole, string>;
  kafkaBrokers: string[];
  providerUrl: string;
  kafkaGroupId: string;
  /** What the operator of this stack shows at charge-api's port for operators. */
  operatorToken: string;
}

export const TENANTS = ['acme', 'globex', 'initech'] as const;
export type TenantName = (typeof TENANTS)[number];

/** What `.run/stack.json` holds: all that a client, checker or killer of anybody's own needs. The shape is a promise. */
export interface StackFile {
  chargeApi: string[];
  relay: string[];
  ledgerConsumer: string[];
  provider: string | null;
  /** An owner's URLs: they may read every table. */
  chargeDbUrl: string;
  ledgerDbUrl: string;
  kafkaBrokers: string[];
  redisUrl: string | null;
  apiKeys: Record<TenantName, string>;
  /** Of each charge-api, and the token that all of them take there. */
  operatorUrls: string[];
  operatorToken: string;
  /** What runs now. */
  processes: { name: string; pid: number }[];
}

import { byTimestamp } from '@once/database';
import { inboxMigrations } from '@once/inbox';
import { CreateLedger1795132801000 } from './1795132801000-create-ledger.migration.ts';
import { EnforceLedger1795132802000 } from './1795132802000-enforce-ledger.migration.ts';
import { CreateParkedRecords1795132803000 } from './1795132803000-create-parked-records.migration.ts';
import { GrantLedgerService1795132804000 } from './1795132804000-grant-ledger-service.migration.ts';
import { KeepPayloadHash1795132805000 } from './1795132805000-keep-payload-hash.migration.ts';
import { IndexPostingTime1795132806000 } from './1795132806000-index-posting-time.migration.ts';
import { PostPerProviderAccount1795132807000 } from './1795132807000-post-per-provider-account.migration.ts';
import { VersionPayloadHash1795132808000 } from './1795132808000-version-payload-hash.migration.ts';

/** Those of the libraries whose tables this database has, and our own. */
export const ledgerMigrations = byTimestamp([
  ...inboxMigrations,
  CreateLedger1795132801000,
  EnforceLedger1795132802000,
  CreateParkedRecords1795132803000,
  GrantLedgerService1795132804000,
  KeepPayloadHash1795132805000,
  IndexPostingTime1795132806000,
  PostPerProviderAccount1795132807000,
  VersionPayloadHash1795132808000,
]);

import { byTimestamp } from '@once/database';
import { outboxMigrations } from '@once/outbox';
import { CreateCharges1763600000000 } from './1763600000000-create-charges.migration.ts';
import { GrantOutbox1763600000110 } from './1763600000110-grant-outbox.migration.ts';
import { ProviderBoundary1763600000200 } from './1763600000200-provider-boundary.migration.ts';
import { ProviderAccounts1763600000300 } from './1763600000300-provider-accounts.migration.ts';
import { DatabaseIncarnations1763600000400 } from './1763600000400-database-incarnations.migration.ts';
import { ReceivedGivesUpItsPlace1763600000500 } from './1763600000500-received-gives-up-its-place.migration.ts';
import { IndexesOfGivenBack1763600000510 } from './1763600000510-indexes-of-given-back.migration.ts';
import { WithheldOperations1763600000700 } from './1763600000700-withheld-operations.migration.ts';
import { KeyWindowOfTheSend1763600000710 } from './1763600000710-key-window-of-the-send.migration.ts';

/** Those of the libraries whose tables this database has, and our own. */
export const chargeMigrations = byTimestamp([
  ...outboxMigrations,
  CreateCharges1763600000000,
  GrantOutbox1763600000110,
  ProviderBoundary1763600000200,
  ProviderAccounts1763600000300,
  DatabaseIncarnations1763600000400,
  ReceivedGivesUpItsPlace1763600000500,
  IndexesOfGivenBack1763600000510,
  WithheldOperations1763600000700,
  KeyWindowOfTheSend1763600000710,
]);

import { CreateCharges1763600000000 } from './1763600000000-create-charges.migration.ts';
import { CreateOutbox1763600000100 } from './1763600000100-create-outbox.migration.ts';
import { ProviderBoundary1763600000200 } from './1763600000200-provider-boundary.migration.ts';

/** In the order of their timestamps. */
export const chargeMigrations = [CreateCharges1763600000000, CreateOutbox1763600000100, ProviderBoundary1763600000200];

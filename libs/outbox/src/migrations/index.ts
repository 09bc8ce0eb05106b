import { CreateOutbox1763600000100 } from './1763600000100-create-outbox.migration.ts';

/** In the order of their timestamps. Roles and grants are the app's, in migrations of its own. */
export const outboxMigrations = [CreateOutbox1763600000100];

import { CreateInbox1795132800000 } from './1795132800000-create-inbox.migration.ts';

/** In the order of their timestamps. Roles and grants are the app's, in migrations of its own. */
export const inboxMigrations = [CreateInbox1795132800000];

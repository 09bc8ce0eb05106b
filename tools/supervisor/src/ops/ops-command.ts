import type { DatabaseName } from '../provision/database-spec.ts';

/** One group of commands for operators. Another one is another file, and a line in `ops-commands.ts`. */
export interface OpsCommand {
  /** As they are typed after `npm run ops --`. */
  words: readonly [string, ...string[]];
  /** For the list of all. */
  summary: string;
  /** That the command works on. */
  database: DatabaseName;
  /** The app's own command, which reads DATABASE_URL and the arguments after the words. */
  script: string;
}

import type { MigrationInterface } from 'typeorm';

/** Its name ends with the 13 digits of its timestamp, as TypeORM wants it. */
export type MigrationClass = new () => MigrationInterface;

const timestampOf = ({ name }: MigrationClass): number => {
  const [digits] = /\d{13}$/.exec(name) ?? [];
  if (digits === undefined) throw new Error(`migration ${name} has no timestamp at the end of its name`);
  return Number(digits);
};

/** Migrations of several owners in the one order in which they run. */
export function byTimestamp(migrations: readonly MigrationClass[]): MigrationClass[] {
  const timed = migrations.map((migration) => ({ migration, timestamp: timestampOf(migration) }));
  return timed.toSorted((left, right) => left.timestamp - right.timestamp).map(({ migration }) => migration);
}

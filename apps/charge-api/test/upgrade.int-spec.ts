import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { runMigrations } from '@once/database';
import { createTestDatabase, type TestDatabase } from '@once/testing';
import { chargeMigrations } from '../src/migrations/index.ts';
import { emptyEndedInputs } from '../src/sweeps/empty-ended-inputs.sql.ts';
import { charge, CHARGE_ID, key, operation, TENANT_ID } from './rule-rows.ts';

const OTHER_CHARGE_ID = '0198b2c4-0000-7000-8000-00000000000d';
const idOf = (index: number): string => `0198b2c4-0000-7000-8000-0000000000a${index}`;
const RECEIVED = { state: `'RECEIVED'`, response_status: 'NULL', completed_at: 'NULL' };
/** What of these 0.1.0 made, in three steps: the grants on the outbox were no migration of their own. */
const OF_010 = 4;
const MADE_IN_ANOTHER = 'GrantOutbox1763600000110';

/** Who but the owner may do what with the tables and functions of the outbox. */
const RIGHTS = `
  SELECT o.name || ' ' || coalesce(r.rolname, 'PUBLIC') || ' ' || a.privilege_type AS "right"
  FROM (SELECT relname AS name, relacl AS acl FROM pg_class WHERE relname ~ '^(outbox|relay_)'
        UNION ALL SELECT attrelid::regclass || '.' || attname, attacl FROM pg_attribute
                  WHERE attrelid IN ('outbox'::regclass, 'relay_shards'::regclass)
        UNION ALL SELECT proname, coalesce(proacl, acldefault('f', proowner)) FROM pg_proc WHERE proname ~ '^outbox_') AS o,
    aclexplode(o.acl) AS a LEFT JOIN pg_roles r ON r.oid = a.grantee
  WHERE r.rolname ~ '_service$' OR a.grantee = 0`;

/** As 0.1.0 granted it, with the tables. */
const GRANTED = [
  'outbox charge_service SELECT',
  ...'event_id charge_id version shard event_type payload traceparent tenant_id occurred_at'
    .split(' ')
    .map((column) => `outbox.${column} charge_service INSERT`),
  'outbox_event_identity charge_service SELECT',
  'outbox_event_identity charge_service INSERT',
  'outbox_id_seq charge_service USAGE',
  'outbox relay_service SELECT',
  ...['published_at', 'published_offset'].map((column) => `outbox.${column} relay_service UPDATE`),
  'relay_shards relay_service SELECT',
  ...['owner', 'epoch', 'lease_until'].map((column) => `relay_shards.${column} relay_service UPDATE`),
  ...['SELECT', 'INSERT', 'UPDATE', 'DELETE'].map((right) => `relay_members relay_service ${right}`),
  ...['create_partition', 'drop_partition', 'purge_default'].map((name) => `outbox_${name} relay_service EXECUTE`),
];

let database: TestDatabase;
const migrate = (migrations: typeof chargeMigrations) =>
  runMigrations({ url: database.ownerUrl, applicationName: 'upgrade-test', migrations });
const rowsOf = async (sql: string): Promise<unknown[]> => (await database.ownerPool.query(sql)).rows;

/** What 0.1.0 has left: accepted work that holds its place and its reservation, and ended work that holds its input. */
const LEFT = [
  `INSERT INTO tenants (id, name) VALUES ('${TENANT_ID}', 'acme')`,
  ...[charge('captured'), charge('authorized', { id: OTHER_CHARGE_ID })],
  ...[key(idOf(1), RECEIVED), key(idOf(2), RECEIVED), key(idOf(3)), key(idOf(4), RECEIVED)],
  operation({ id: idOf(1), kind: 'refund.create', state: 'pending', amount: 300 }),
  `UPDATE charges SET amount_refund_reserved_minor = 300 WHERE id = '${CHARGE_ID}'`,
  operation({ id: idOf(2), kind: 'charge.capture', state: 'pending', chargeId: OTHER_CHARGE_ID }),
  operation({ id: idOf(3) }),
  operation({ id: idOf(4), state: 'pending' }),
];

beforeAll(async () => {
  database = await createTestDatabase('charge');
  await database.ownerPool.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public');
  await migrate(chargeMigrations.slice(0, OF_010));
  await database.ownerPool.query('DELETE FROM schema_migrations WHERE name = $1', [MADE_IN_ANOTHER]);
  await database.ownerPool.query(['BEGIN', ...LEFT, 'COMMIT'].join(';'));
  await migrate(chargeMigrations);
});
afterAll(() => database.drop());

describe('a database of 0.1.0', () => {
  it('has what it left in RECEIVED give up its place and its reservation, and a new charge stay as it is', async () => {
    expect(await rowsOf('SELECT id, is_given_back FROM operations ORDER BY id')).toEqual([
      ...[
        { id: idOf(1), is_given_back: true },
        { id: idOf(2), is_given_back: true },
      ],
      ...[
        { id: idOf(3), is_given_back: false },
        { id: idOf(4), is_given_back: false },
      ],
    ]);
    expect(await rowsOf('SELECT DISTINCT amount_refund_reserved_minor AS reserved FROM charges')).toEqual([
      { reserved: '0' },
    ]);
  });

  it('gets the index whose build does not keep writes waiting, and whose rule holds again', async () => {
    expect(
      await rowsOf(`SELECT c.relname AS name, i.indisvalid AS is_valid, i.indisunique AS is_unique
                    FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
                    WHERE i.indrelid = 'operations'::regclass AND c.relname ~ 'open_change|claimed|with_input'
                    ORDER BY 1`),
    ).toEqual([
      { name: 'operations_ended_with_input', is_valid: true, is_unique: false },
      { name: 'operations_one_open_change', is_valid: true, is_unique: true },
    ]);
  });

  it('has the inputs of what had ended emptied little by little, and of nothing else', async () => {
    expect(await emptyEndedInputs(database.ownerPool, 10)).toBe(1);
    expect(await emptyEndedInputs(database.ownerPool, 10)).toBe(0);
    expect(await rowsOf('SELECT id FROM operations WHERE input IS NULL')).toEqual([{ id: idOf(3) }]);
  });

  it('leaves everybody the rights on the outbox that it granted with the tables', async () => {
    const rights = await database.ownerPool.query<{ right: string }>(RIGHTS);
    expect(rights.rows.map(({ right }) => right).toSorted()).toEqual(GRANTED.toSorted());
  });

  it('is up to date after that', async () => {
    expect(await migrate(chargeMigrations)).toEqual([]);
  });
});

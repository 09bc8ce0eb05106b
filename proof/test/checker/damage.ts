import { Kafka, logLevel, type Producer } from 'kafkajs';
import type { TopicRecord } from '../../src/checker/sources/kafka/topic-record.ts';
import type { ProofTargets } from '../../src/model/targets.ts';
import { runAsOwner } from './stack-under-test.ts';

const connect = ({ kafkaBrokers }: ProofTargets): Kafka =>
  new Kafka({ clientId: 'damage', brokers: [...kafkaBrokers], logLevel: logLevel.NOTHING });

/** Publishes a record once more, with some of it changed. */
export async function publish(targets: ProofTargets, record: TopicRecord, eventId = record.eventId): Promise<void> {
  const producer: Producer = connect(targets).producer({ allowAutoTopicCreation: false });
  await producer.connect();
  try {
    const { partition, key, value, headers } = record;
    const messages = [{ partition, key, value, headers: { ...headers, ce_id: eventId } }];
    await producer.send({ topic: targets.topic, acks: -1, messages });
  } finally {
    await producer.disconnect();
  }
}

/** A group that nobody is in, with these offsets: what the services' own group would look like. */
export async function commitOffsets(
  targets: ProofTargets,
  groupId: string,
  offsets: ReadonlyMap<number, bigint>,
): Promise<void> {
  const admin = connect(targets).admin();
  await admin.connect();
  try {
    const partitions = [...offsets].map(([partition, offset]) => ({ partition, offset: String(offset) }));
    await admin.setOffsets({ groupId, topic: targets.topic, partitions });
  } finally {
    await admin.disconnect();
  }
}

/** Balanced, as the database demands, and asked for by nobody. */
export const addUnaskedEntry = ({ ledgerDbUrl }: ProofTargets) =>
  runAsOwner(
    ledgerDbUrl,
    `WITH entry AS (
       INSERT INTO journal_entries (id, source_event_id, charge_id, charge_version, tenant_id, entry_type, operation_id,
                                    occurred_at, xact_id, posted_at, provider_account)
       SELECT gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), 1, tenant_id, 'captured', gen_random_uuid(),
              now(), pg_current_xact_id(), now(), provider_account
       FROM journal_entries LIMIT 1
       RETURNING id, tenant_id, provider_account),
     lines AS (
       SELECT a.id, a.currency, row_number() OVER () AS line, CASE a.name WHEN 'provider_clearing' THEN 5 ELSE -5 END AS amount
       FROM accounts a JOIN entry e ON e.tenant_id = a.tenant_id
       WHERE a.name <> 'provider_clearing' OR a.provider_account IS NOT DISTINCT FROM e.provider_account)
     INSERT INTO postings (entry_id, line_no, account_id, currency, amount_minor)
     SELECT e.id, l.line, l.id, l.currency, l.amount FROM entry e, lines l`,
  );

const DELETE_ENTRY = `
  DO $$
  DECLARE
    doomed uuid := (SELECT id FROM journal_entries WHERE entry_type = 'captured' ORDER BY posted_at LIMIT 1);
  BEGIN
    ALTER TABLE postings DISABLE TRIGGER postings_append_only;
    ALTER TABLE journal_entries DISABLE TRIGGER journal_entries_append_only;
    DELETE FROM postings WHERE entry_id = doomed;
    DELETE FROM journal_entries WHERE id = doomed;
    ALTER TABLE postings ENABLE ALWAYS TRIGGER postings_append_only;
    ALTER TABLE journal_entries ENABLE ALWAYS TRIGGER journal_entries_append_only;
  END $$`;

/** As nobody but the owner of the database can, with its guards switched off. */
export const deleteOneEntry = ({ ledgerDbUrl }: ProofTargets) => runAsOwner(ledgerDbUrl, DELETE_ENTRY);

/** Takes money behind the back of charge-api. */
export async function takeMoney({ providerUrl }: ProofTargets): Promise<void> {
  const answer = await fetch(`${providerUrl}/v1/payments`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': 'nobody-asked' },
    body: JSON.stringify({ amount_minor: '77', currency: 'EUR', source: 'tok_visa', capture: true }),
  });
  if (answer.status !== 201) throw new Error(`the provider answered ${answer.status}: ${await answer.text()}`);
}

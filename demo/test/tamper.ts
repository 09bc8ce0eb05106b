import { Kafka, logLevel } from 'kafkajs';
import { Client } from 'pg';
import type { TopicRecord } from '../src/evidence/evidence.ts';

/** Publishes a record of the topic once more, as a relay may that died before it noted the first time. */
export async function publishAgain(
  brokers: readonly string[],
  { eventId, type, payload, chargeId, partition }: TopicRecord,
) {
  const kafka = new Kafka({ clientId: 'tamper', brokers: [...brokers], logLevel: logLevel.NOTHING });
  const producer = kafka.producer({ allowAutoTopicCreation: false });
  const headers = {
    ce_specversion: '1.0',
    ce_id: eventId,
    ce_type: type,
    ce_source: '/charge-api',
    ce_subject: chargeId,
    ce_time: new Date().toISOString(),
    ce_partitionkey: chargeId,
    'content-type': 'application/json',
  };
  await producer.connect();
  try {
    const messages = [{ key: chargeId, value: payload, headers, partition }];
    await producer.send({ topic: 'payments.charges.v1', acks: -1, messages });
  } finally {
    await producer.disconnect();
  }
}

/** Takes one entry out of the books, as nobody but the owner of the database can, with its guards switched off. */
export async function deleteOneEntry(ledgerDbUrl: string): Promise<string> {
  const client = new Client({ connectionString: ledgerDbUrl });
  await client.connect();
  try {
    await client.query('BEGIN');
    const { rows } = await client.query<{ id: string }>('SELECT id FROM journal_entries ORDER BY id LIMIT 1');
    const id = rows[0]?.id ?? '';
    const deletions = {
      postings: 'DELETE FROM postings WHERE entry_id = $1',
      journal_entries: 'DELETE FROM journal_entries WHERE id = $1',
    };
    for (const [table, deletion] of Object.entries(deletions)) {
      await client.query(`ALTER TABLE ${table} DISABLE TRIGGER ${table}_append_only`);
      await client.query(deletion, [id]);
      await client.query(`ALTER TABLE ${table} ENABLE ALWAYS TRIGGER ${table}_append_only`);
    }
    await client.query('COMMIT');
    return id;
  } finally {
    await client.end();
  }
}

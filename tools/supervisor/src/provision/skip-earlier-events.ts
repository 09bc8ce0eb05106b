import { CHARGES_TOPIC } from './stack-topics.ts';
import { untilBrokerKnows } from './until-broker-knows.ts';
import { withAdmin } from './with-admin.ts';

/** Error codes of Kafka's protocol. */
const NON_EMPTY_GROUP = 68;
const GROUP_ID_NOT_FOUND = 69;

/**
 * Lets a consumer group begin after what the topic already holds. On brokers that are not ours the topic may hold the
 * events of earlier stacks, whose charges this stack's ledger must not post.
 */
export async function skipEarlierEvents(brokers: string[], groupId: string, signal: AbortSignal): Promise<void> {
  await withAdmin(brokers, async (admin) => {
    // A topic that was made a moment ago may not have its leaders everywhere.
    const ends = await untilBrokerKnows(() => admin.fetchTopicOffsets(CHARGES_TOPIC), { signal });
    const partitions = ends.map(({ partition, high }) => ({ partition, offset: high }));
    await admin.setOffsets({ groupId, topic: CHARGES_TOPIC, partitions });
  });
}

/** Removes the group's offsets from brokers that are not ours. */
export async function forgetGroup(brokers: string[], groupId: string): Promise<void> {
  await withAdmin(brokers, async (admin) => {
    await admin.deleteGroups([groupId]).catch((error: unknown) => {
      // A consumer that had to be killed is a member until its session ends; the broker drops idle groups by itself.
      if (!codesOf(error).every((code) => code === NON_EMPTY_GROUP || code === GROUP_ID_NOT_FOUND)) throw error;
    });
  });
}

function codesOf(error: unknown): (number | null)[] {
  const groups = (error as { groups?: { errorCode?: number }[] }).groups ?? [];
  return groups.length === 0 ? [null] : groups.map(({ errorCode }) => errorCode ?? null);
}

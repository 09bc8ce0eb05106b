import type { Topic, TopicRecord } from '../sources/kafka/topic-record.ts';

/** Each event where it first stands on the topic, in the order of its partition; repeats may follow anywhere. */
export const firstOccurrences = ({ records }: Topic): TopicRecord[] => {
  const first = new Map<string, TopicRecord>();
  for (const record of records) if (!first.has(record.eventId)) first.set(record.eventId, record);
  return [...first.values()];
};

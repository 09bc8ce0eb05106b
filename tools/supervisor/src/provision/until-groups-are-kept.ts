import { untilBrokerKnows } from './until-broker-knows.ts';
import { withAdmin } from './with-admin.ts';

/**
 * Resolves when the brokers take consumer groups. A new broker makes its topic of offsets for the first group that asks,
 * and refuses groups until it has loaded that; a consumer that meets this backs off, on a busy machine for a minute.
 */
export async function untilGroupsAreKept(brokers: string[], signal?: AbortSignal): Promise<void> {
  await withAdmin(brokers, (admin) =>
    untilBrokerKnows(() => admin.fetchOffsets({ groupId: 'nobody' }), signal && { signal }),
  );
}

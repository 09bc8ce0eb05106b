import { DURABLE_COMMITS, PINNED_SETTINGS, SEARCH_PATH } from './pinned-settings.ts';

interface Demand {
  readonly accepted: readonly string[];
  /** What happens otherwise. */
  readonly otherwise: string;
}

const NOT_PINNED = 'something between us and the server undoes what we set';

/** What no session of ours may set, so that only the operator can mend it. */
const OF_THE_SERVER: Readonly<Record<string, Demand>> = {
  fsync: { accepted: ['on'], otherwise: 'a crash would lose commits' },
  full_page_writes: { accepted: ['on'], otherwise: 'a crash in the middle of a write would lose commits' },
  zero_damaged_pages: { accepted: ['off'], otherwise: 'damaged pages would be emptied instead of reported' },
  ignore_checksum_failure: { accepted: ['off'], otherwise: 'damaged pages would be read as if they were whole' },
  session_replication_role: { accepted: ['origin', 'local'], otherwise: 'foreign keys and triggers would not act' },
};

const OF_OURS: Readonly<Record<string, Demand>> = {
  synchronous_commit: { accepted: DURABLE_COMMITS, otherwise: 'a crash would lose commits' },
  transaction_isolation: { accepted: ['read committed'], otherwise: NOT_PINNED },
  transaction_read_only: { accepted: ['off'], otherwise: 'nothing can be written' },
  search_path: { accepted: [SEARCH_PATH], otherwise: NOT_PINNED },
  ...Object.fromEntries(
    Object.entries(PINNED_SETTINGS).map(([name, value]) => [name, { accepted: [value], otherwise: NOT_PINNED }]),
  ),
};

const DEMANDS: Readonly<Record<string, Demand>> = { ...OF_THE_SERVER, ...OF_OURS };

export const DEMANDED_SETTINGS: readonly string[] = Object.keys(DEMANDS);

/** One sentence for each setting that is not as our correctness needs it; null is one that the server does not have. */
export function findWrongSettings(settings: ReadonlyMap<string, string | null>): string[] {
  return Object.entries(DEMANDS).flatMap(([name, { accepted, otherwise }]) => {
    const value = settings.get(name) ?? null;
    if (value === null || accepted.includes(value)) return [];
    return `${name} is ${value}, not ${accepted.join(' or ')}: ${otherwise}`;
  });
}

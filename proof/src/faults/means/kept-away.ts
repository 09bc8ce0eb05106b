import { fetchText } from '../../checker/sources/fetch-text.ts';
import { queryRows } from '../../run/observe/query-rows.ts';
import { scrapeProcess } from './scrape-process.ts';

export interface TwoSides {
  readonly ours: readonly string[];
  /** Of the process with another account. */
  readonly elsewhere: string;
}

interface Counts {
  readonly ours: number;
  readonly elsewhere: number;
}

/** How often workers met an operation of the other account and left it as it was, by their own counters. */
export class KeptAway {
  readonly #sides: TwoSides;
  readonly #before: Counts;

  private constructor(sides: TwoSides, before: Counts) {
    this.#sides = sides;
    this.#before = before;
  }

  static async from(sides: TwoSides): Promise<KeptAway> {
    return new KeptAway(sides, { ...(await countSides(sides)), elsewhere: 0 });
  }

  /** @throws until each side has met what is the other's: with one of them alone half of it would not be shown */
  async count(): Promise<number> {
    const now = await countSides(this.#sides);
    const ours = now.ours - this.#before.ours;
    const elsewhere = now.elsewhere - this.#before.elsewhere;
    if (ours === 0 || elsewhere === 0) throw new Error(`${ours} times here, ${elsewhere} times elsewhere`);
    return ours + elsewhere;
  }
}

async function countSides({ ours, elsewhere }: TwoSides): Promise<Counts> {
  const counts = await Promise.all(ours.map(countKept));
  return { ours: counts.reduce((sum, count) => sum + count, 0), elsewhere: await countKept(elsewhere) };
}

async function countKept(url: string): Promise<number> {
  const kept = (await scrapeProcess(url)).filter(
    ({ name, labels }) => name === 'provider_account_faults_total' && labels['fault'] === 'operation_kept',
  );
  return kept.reduce((sum, { value }) => sum + value, 0);
}

const OPEN = `SELECT count(*)::int AS count FROM operations o
  JOIN idempotency_keys k ON k.tenant_id = o.tenant_id AND k.idempotency_key = o.idempotency_key
  WHERE o.provider_account = $1 AND k.state = 'PROCESSING' AND k.unsettled IS DISTINCT FROM 'needs_review'`;

/** Operations of a provider's account that somebody has still to finish. */
export async function countOpenAt(chargeDbUrl: string, providerUrl: string): Promise<number> {
  const { account } = JSON.parse(await fetchText(`${providerUrl}/v1/account`)) as { account: string };
  const [row] = await queryRows<{ count: number }>(chargeDbUrl, OPEN, [`simulator:${account}`]);
  return row?.count ?? 0;
}

import type { EffectRow, Evidence } from './evidence.ts';
import { fetchText } from './fetch-text.ts';

interface EffectPage {
  data: {
    sequence: number;
    provider_key: string;
    effect: string;
    amount_minor: string;
    currency: string;
    requests_seen: number;
  }[];
  has_more: boolean;
}

interface Summary {
  declines: number;
  amounts_minor: Record<string, { captured: string; refunded: string }>;
}

const PAGE_SIZE = 1_000;

/** The simulator's own durable record: what really happened to the cards. */
export async function readProvider(url: string): Promise<Evidence['provider']> {
  const summary = JSON.parse(await fetchText(`${url}/v1/effects/summary`)) as Summary;
  const held = Object.entries(summary.amounts_minor).map(
    ([currency, { captured, refunded }]) => [currency, BigInt(captured) - BigInt(refunded)] as const,
  );
  return { effects: await readEffects(url), declines: summary.declines, heldMinor: Object.fromEntries(held) };
}

async function readEffects(url: string): Promise<EffectRow[]> {
  const effects: EffectRow[] = [];
  for (let after = 0; ;) {
    const page = JSON.parse(await fetchText(`${url}/v1/effects?after=${after}&limit=${PAGE_SIZE}`)) as EffectPage;
    for (const row of page.data) {
      const { provider_key: providerKey, effect, amount_minor, currency, requests_seen: requestsSeen } = row;
      effects.push({ providerKey, effect, amountMinor: BigInt(amount_minor), currency, requestsSeen });
    }
    after = page.data.at(-1)?.sequence ?? after;
    if (!page.has_more || page.data.length === 0) return effects;
  }
}

export const SALE = { amount_minor: '1099', currency: 'USD', source: 'tok_visa', capture: true };

export interface Answer {
  readonly status: number;
  readonly body: string;
  readonly isReplay: boolean;
}

export interface EffectRow {
  readonly sequence: number;
  readonly provider_key: string;
  readonly payment_id: string;
  readonly requests_seen: number;
}

export async function pay(url: string, key: string): Promise<Answer> {
  const response = await fetch(`${url}/v1/payments`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': key },
    body: JSON.stringify(SALE),
  });
  const isReplay = response.headers.get('idempotent-replayed') === 'true';
  return { status: response.status, body: await response.text(), isReplay };
}

export async function readAccount(url: string): Promise<string> {
  const { account } = (await (await fetch(`${url}/v1/account`)).json()) as { account: string };
  return account;
}

export async function readAllEffects(url: string): Promise<EffectRow[]> {
  const rows: EffectRow[] = [];
  for (let hasMore = true; hasMore;) {
    const response = await fetch(`${url}/v1/effects?limit=1000&after=${rows.length}`);
    const page = (await response.json()) as { data: EffectRow[]; has_more: boolean };
    rows.push(...page.data);
    hasMore = page.has_more;
  }
  return rows;
}

/** One movement of money in the provider's own record. */
export interface Effect {
  sequence: number;
  provider_key: string;
  operation: 'sale' | 'authorize' | 'capture' | 'refund' | 'cancel';
  payment_id: string;
  amount_minor: string;
  metadata: { charge_id: string; operation_id: string; tenant_id: string };
}

/** The provider's record, read page by page as it grows: the witness that shares nothing with the service. */
export class ProviderRecord {
  private readonly ofCharge = new Map<string, Effect[]>();
  private last = 0;
  private reading: Promise<void> = Promise.resolve();
  private readonly url: string;

  constructor(url: string) {
    this.url = url;
  }

  /** All effects of these charges up to now, in their order. */
  async effectsOf(chargeIds: readonly string[]): Promise<Effect[]> {
    this.reading = this.reading.then(() => this.readOn());
    await this.reading;
    return chargeIds.flatMap((id) => this.ofCharge.get(id) ?? []);
  }

  private async readOn(): Promise<void> {
    for (let hasMore = true; hasMore;) {
      const response = await fetch(`${this.url}/v1/effects?limit=1000&after=${this.last}`);
      const page = (await response.json()) as { data: Effect[]; has_more: boolean };
      for (const effect of page.data) this.keep(effect);
      hasMore = page.has_more;
    }
  }

  private keep(effect: Effect): void {
    this.last = effect.sequence;
    const { charge_id: chargeId } = effect.metadata;
    this.ofCharge.set(chargeId, [...(this.ofCharge.get(chargeId) ?? []), effect]);
  }
}

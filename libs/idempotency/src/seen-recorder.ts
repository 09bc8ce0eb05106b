import type { SeenKey } from './sql/touch-keys.sql.ts';

export interface SeenRecorderOptions {
  touch: (keys: SeenKey[]) => Promise<void>;
  onFailure: (error: unknown) => void;
}

const FLUSH_MS = 1_000;
/** Beyond this the rest of the second is not noted: `last_seen_at` helps support, it is not worth memory. */
const MAX_PENDING = 1_000;

/** Notes when keys were last seen, coalesced and best effort: a replay costs a read, not a write. */
export class SeenRecorder {
  private readonly pending = new Map<string, SeenKey>();
  private timer: NodeJS.Timeout | undefined;
  private readonly options: SeenRecorderOptions;

  constructor(options: SeenRecorderOptions) {
    this.options = options;
  }

  see(key: SeenKey): void {
    if (this.pending.size >= MAX_PENDING) return;
    this.pending.set(`${key.tenantId} ${key.idempotencyKey}`, key);
    this.timer ??= setTimeout(() => void this.flush(), FLUSH_MS);
  }

  async flush(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    const keys = [...this.pending.values()];
    this.pending.clear();
    if (keys.length > 0) await this.options.touch(keys).catch(this.options.onFailure);
  }
}

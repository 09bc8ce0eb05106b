/**
 * Runs `work` and sends heartbeats meanwhile, so that a slow transaction does not cost the session. kafkajs has no
 * heartbeat timer of its own: it sends one only where code asks for it.
 * A heartbeat that fails (the group is rebalancing) does not end the work, which would be done twice then; the loop's
 * next heartbeat meets the same failure and acts on it. It is reported to `onFailure` only to be seen.
 */
export async function withHeartbeats<T>(
  { heartbeat, intervalMs, onFailure }: HeartbeatOptions,
  work: () => Promise<T>,
): Promise<T> {
  const timer = setInterval(() => void heartbeat().catch(onFailure), intervalMs);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}

export interface HeartbeatOptions {
  readonly heartbeat: () => Promise<void>;
  readonly intervalMs: number;
  readonly onFailure: (error: unknown) => void;
}

/** Work that takes `size` places while it runs. */
export interface Job {
  readonly size: number;
  readonly run: () => Promise<void>;
}

/**
 * Starts jobs in their order, as soon as there is room for them; a job larger than the room waits until it is alone.
 * Rejects with the first failure, when all that was started has ended; after it nothing more is started.
 */
export async function launchInOrder(jobs: Iterable<Job>, room: number): Promise<void> {
  const running = new Set<Promise<void>>();
  const failures: unknown[] = [];
  let taken = 0;
  for (const { size, run } of jobs) {
    while (taken > 0 && taken + size > room) await Promise.race(running);
    if (failures.length > 0) break;
    taken += size;
    const job: Promise<void> = run()
      .catch((error: unknown) => void failures.push(error))
      .finally(() => {
        taken -= size;
        running.delete(job);
      });
    running.add(job);
  }
  await Promise.all(running);
  if (failures.length > 0) throw failures[0];
}

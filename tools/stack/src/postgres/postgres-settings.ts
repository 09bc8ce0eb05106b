/** Durable as in production, because what stands on it is a proof of durability; only the sizes are a laptop's. */
const DEFAULT_SETTINGS = {
  listen_addresses: '127.0.0.1',
  // A socket file would lie in a shared folder, under a path that may be too long.
  unix_socket_directories: '',
  // In the data folder, so that a server that was killed leaves nothing in /dev/shm.
  dynamic_shared_memory_type: 'mmap',
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  // Several replicas of three services with a pool each, and test suites beside them.
  max_connections: '200',
  shared_buffers: '128MB',
  // With rows as small as ours compiling a query costs more than running it.
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
};

/** `--set name=value` of initdb, which writes them to postgresql.conf where `ALTER SYSTEM` can still replace them. */
export function settingArguments(overrides: Record<string, string>): string[] {
  return Object.entries({ ...DEFAULT_SETTINGS, ...overrides }).flatMap(([name, value]) => [
    '--set',
    `${name}=${value}`,
  ]);
}

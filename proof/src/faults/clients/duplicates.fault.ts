import { clientFault } from './client-fault.ts';

export const duplicates = clientFault({
  name: 'duplicates',
  about: 'The same request under the same key, later.',
  injected: ({ planned }) => planned.duplicates,
  // Each answer that was a stored one: the service knew the key.
  bites: ({ attempts }) => attempts.replays,
});

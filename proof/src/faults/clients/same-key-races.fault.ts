import { clientFault } from './client-fault.ts';

export const sameKeyRaces = clientFault({
  name: 'same-key-races',
  about: 'The same request under the same key several times in one tick, at both processes.',
  injected: ({ planned }) => planned.twins,
  // Each answer that somebody else was at work on the key just then.
  bites: ({ attempts }) => attempts.attemptsByAnswer['409'] ?? 0,
});

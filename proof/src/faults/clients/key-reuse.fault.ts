import { clientFault } from './client-fault.ts';

export const keyReuse = clientFault({
  name: 'key-reuse',
  about: 'Another request under a key that is in use.',
  injected: ({ planned }) => planned.reuses,
  // Each that was refused.
  bites: ({ ends }) => ends.reuse.refused,
});

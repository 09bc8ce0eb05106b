import { clientFault } from './client-fault.ts';

export const abandoningClients = clientFault({
  name: 'abandoning-clients',
  about: 'Clients that cut the connection and never come back.',
  injected: ({ planned }) => planned.abandoned,
  // Each that was gone, whether the service had acted or not.
  bites: ({ ends }) => ends.abandoned.abandoned,
});

import { weatherFault } from './weather-fault.ts';

export const lostRequests = weatherFault({
  name: 'lost-requests',
  about: 'The server never sees the request.',
  fates: { reset_before: 0.06, half_open_before: 0.004 },
});

import { weatherFault } from './weather-fault.ts';

export const slowRequests = weatherFault({
  name: 'slow-requests',
  about: 'The request comes late and is answered.',
  fates: { delayed: 0.06 },
});

import { weatherFault } from './weather-fault.ts';

export const lateArrivals = weatherFault({
  name: 'late-arrivals',
  about: 'The connection is reset at once, and the request arrives later all the same.',
  fates: { late_arrival: 0.04 },
});

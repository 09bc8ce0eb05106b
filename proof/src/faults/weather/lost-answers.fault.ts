import { weatherFault } from './weather-fault.ts';

export const lostAnswers = weatherFault({
  name: 'lost-answers',
  about: 'The server acts, and its answer never reaches the client.',
  fates: { answer_eaten: 0.14, half_open_after: 0.006 },
});

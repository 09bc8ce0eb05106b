import { weatherFault } from './weather-fault.ts';

export const unreadableAnswers = weatherFault({
  name: 'unreadable-answers',
  about: "The server acts, and the client gets a gateway's answer, a damaged one, or one to another call.",
  fates: { unreadable_answer: 0.12 },
});

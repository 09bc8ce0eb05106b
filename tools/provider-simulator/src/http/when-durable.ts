/** Gives an answer when all of the record that it was taken from is on the disk: what is shown, no crash takes back. */
export type WhenDurable = <Answer>(answer: Answer) => Promise<Answer>;

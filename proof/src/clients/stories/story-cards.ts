import type { Story } from '../workload/story.ts';
import { cancelStory, captureStory } from './authorization.stories.ts';
import { abandonedRefundStory, refundStory } from './refund.stories.ts';
import { abandonedSaleStory, declineStory, namesakeStory, saleStory } from './sale.stories.ts';

/** How often each story is told in a deck of 27: the short run has each at least once. */
export const STORY_CARDS = {
  sale: 10,
  refund: 5,
  capture: 4,
  cancel: 2,
  decline: 2,
  namesake: 2,
  'abandoned sale': 1,
  'abandoned refund': 1,
} as const;

export type StoryName = keyof typeof STORY_CARDS;

export const STORIES = {
  sale: saleStory,
  refund: refundStory,
  capture: captureStory,
  cancel: cancelStory,
  decline: declineStory,
  namesake: namesakeStory,
  'abandoned sale': abandonedSaleStory,
  'abandoned refund': abandonedRefundStory,
} as const satisfies Record<StoryName, Story>;

import { stringify } from 'yaml';
import { asyncApiDocument } from './asyncapi-document.ts';

/** Broken at this width, as the text around it. */
const LINE_WIDTH = 118;

/** The document as the text that is committed. */
export const renderAsyncApi = (): string =>
  `# Made from libs/contracts by npm run asyncapi; a change by hand would not survive it.\n${stringify(
    asyncApiDocument(),
    {
      ...{ lineWidth: LINE_WIDTH, aliasDuplicateObjects: false },
    },
  )}`;

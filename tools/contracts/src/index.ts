export { describeProvider, type StandingProvider } from './verification/describe-provider.ts';
export type { ProviderAccess } from './verification/verify-pact.ts';
export { textMatching } from './matchers/text-matching.ts';

/**
 * The port of the system: what every dialect can write and how a partner is called. One folder per dialect beside this one;
 * dialects never import each other. Write and read are pure; only a dialect's `client.ts` opens connections, and no
 * database is known here.
 */
export {
  type MissingCode,
  type Pins,
  type RecordToWrite,
  type StepToWrite,
  type WireItem,
  type Writer,
  type Written,
} from './writer.ts';
export { type FaultCode, type MalformedItem, type Reader, type ReadRecord, type ReadStep, type WireFinding } from './reader.ts';
export {
  type Answer,
  type Call,
  type CallDeadline,
  type Found,
  type LoginAnswer,
  type LookupAnswer,
  type PartnerClient,
  type PushKind,
  type Verdict,
} from './partner-client.ts';
export { Province } from './province.ts';
export { DestinationSettings, guardMs, Partners, placeFingerprint, UndecidedPolicy } from './partners.ts';
export { openPartners, type DialectSettings } from './read-partners.ts';

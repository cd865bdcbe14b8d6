/**
 * The native door for commune systems: admits, reads, has the ledger accept, and answers only after the commit. It holds no
 * portal credentials and never delivers. Shapes of bodies and every text for callers live here; what a dossier means lives in
 * the canonical room, what is remembered in the ledger.
 */
export { startPartnerApi } from './start.ts';

/**
 * The operators' door: an HTTP API and a page. It shows what waits and why, and writes what an operator decides to the ledger, each act
 * with its line in the audit. It never delivers, and knows no credentials of a portal.
 */
export { startConsole } from './start.ts';

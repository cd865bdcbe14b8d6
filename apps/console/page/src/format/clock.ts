// The one place of the page that reads the clock of this machine. Ages are told by the database's time: a workstation whose clock is wrong
// would otherwise call a fresh backlog an hour old.
let ahead = 0;

/** Takes the time that the server named as the time it is now. */
export function learnTime(at: string): void {
  const told = Date.parse(at);
  if (!Number.isNaN(told)) ahead = told - Date.now();
}

/** The server's time, in milliseconds of the epoch. */
export function now(): number {
  return Date.now() + ahead;
}

import type * as vi from '../vi/shell.ts';

const counted = (unit: string) => (count: number) => `${count} ${unit}${count === 1 ? '' : 's'}`;

export const shell: typeof vi.shell = {
  product: 'One-stop gateway',
  skip: 'Skip to content',
  navigation: 'Main navigation',
  overview: 'Overview',
  replays: 'Replays',
  reconciliation: 'Reconciliation',
  codeTables: 'Code tables',
  units: 'Units',
  catalogue: 'Catalogue',
  score: 'Score 766',
  audit: 'Audit',
  language: 'Language',
  account: (name, role) => `Account ${name}, ${role}`,
  logout: 'Log out',
  roles: { viewer: 'Viewer', operator: 'Operator', admin: 'Administrator' },
  find: 'Find a dossier',
  findHint: 'Find a dossier by its code',
  finding: 'Searching…',
  findNothing:
    'No such dossier. Enter at least the first 8 characters of its code, or the whole code of the one-stop system; or ask the commune whether it has sent it.',
  findShort: 'Enter the first 8 characters of a dossier code or more, or the whole code of the one-stop system.',
  findFailed: 'The server did not answer the search. Try again in some minutes.',
  nowhere: 'There is no such page',
  nowhereNext: 'Go to the overview, or find a dossier by its code.',
  toOverview: 'To the overview',
  live: {
    live: 'Live',
    connecting: 'Connecting…',
    down: 'Disconnected',
    downLong: (since) =>
      `What you see may be old: the live connection was lost at ${since}. The page reconnects by itself; if this lasts, check the network and the console process.`,
    reconnect: 'Reconnect now',
  },
};

export const login: typeof vi.login = {
  title: 'Operator login',
  lead: 'Why a dossier waits, who must act, and how to send it on its way.',
  username: 'Username',
  password: 'Password',
  submit: 'Log in',
  usernameMissing: 'Enter your username.',
  passwordMissing: 'Enter your password.',
  expired: 'Your session has ended. Log in again; the page you were on opens again.',
  account: 'No account? An administrator creates one with npm run operator.',
};

export const act: typeof vi.act = {
  reason: 'Reason',
  reasonHint: 'Kept in the audit with your name. Do not write personal data.',
  reasonMissing: 'Give a reason of at least 3 characters.',
  cancel: 'Never mind',
  clear: 'Clear what was typed',
  close: 'Close',
  retry: 'Try again',
  more: 'Show more',
  copy: 'Copy',
  copied: 'Copied',
  loading: 'Loading…',
  needsOperator: 'Needs the role of an operator.',
};

export const failure: typeof vi.failure = {
  unreachable: 'The server cannot be reached',
  unreachableNext: 'Check the network and try again; if it stays, ask an administrator to look at the console process.',
  unreadable: 'The answer of the server cannot be read',
  broken: 'The page broke',
  brokenNext: 'Reload the page. If it happens again, send this sentence to an administrator:',
  reload: 'Reload the page',
  instance: (id) => `Id of the request, for the log: ${id}`,
  next: {
    unauthenticated: 'Log in again.',
    forbidden: 'Ask somebody with a higher role, or ask an administrator to change yours.',
    unknown: 'It may be gone, or the code is wrong. Check the code.',
    conflict: 'Somebody, or the gateway, was faster. Look at the new state, and act again if it is still needed.',
    invalid: 'Correct what is wrong and send it again.',
    tooMany: 'Wait some minutes and try again.',
    server: 'Try again in some minutes; if it stays, tell an administrator the id of the request.',
  },
};

export const sizes: typeof vi.sizes = {
  seconds: counted('second'),
  minutes: counted('minute'),
  hours: counted('hour'),
  days: counted('day'),
  milliseconds: (count) => `${count} ms`,
  ago: (age) => `${age} ago`,
  now: 'just now',
  none: '–',
};

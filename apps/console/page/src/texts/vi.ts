import { codes } from './vi/codes.ts';
import { catalogue } from './vi/catalogue.ts';
import { dossiers } from './vi/dossiers.ts';
import { reconciliation } from './vi/reconciliation.ts';
import { replays } from './vi/replays.ts';
import { score } from './vi/score.ts';
import { units } from './vi/units.ts';
import { act, failure, login, shell, sizes } from './vi/shell.ts';
import { audit, destinations, incidents, lanes, mapping, owners } from './vi/work.ts';

/** Everything that the page says, in Vietnamese. */
export const vi = {
  shell,
  login,
  act,
  failure,
  sizes,
  destinations,
  lanes,
  owners,
  incidents,
  mapping,
  audit,
  dossiers,
  replays,
  codes,
  units,
  catalogue,
  reconciliation,
  score,
};

/** What Vietnamese has words for, the compiler asks of every other language. */
export type Texts = typeof vi;

import { codes } from './en/codes.ts';
import { catalogue } from './en/catalogue.ts';
import { dossiers } from './en/dossiers.ts';
import { reconciliation } from './en/reconciliation.ts';
import { replays } from './en/replays.ts';
import { score } from './en/score.ts';
import { units } from './en/units.ts';
import { act, failure, login, shell, sizes } from './en/shell.ts';
import { audit, destinations, incidents, lanes, mapping, owners } from './en/work.ts';
import type { Texts } from './vi.ts';

/** Everything that the page says, in English. */
export const en: Texts = {
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

import type { WireItem } from './dossier.ts';
import type { Settings, SettingRules } from './settings.ts';
import type { StatusWords } from './status.ts';

/** What a portal is, beside how it speaks. */
export interface Traits<S extends Settings> {
  /** Its name in the addresses of the control and of its journal. */
  readonly name: 'national' | 'province';
  readonly defaults: S;
  readonly rules: SettingRules<S>;
  /** The code of the dossier that an item is about. */
  readonly codeOf: (item: WireItem) => string;
  readonly status: StatusWords;
}

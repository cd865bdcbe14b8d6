import type { ReactNode } from 'react';
import type { Language } from '../texts/dictionaries.ts';
import { useLanguage } from '../texts/language.tsx';

const NAMES: Readonly<Record<Language, readonly [short: string, whole: string]>> = {
  vi: ['VI', 'Tiếng Việt'],
  en: ['EN', 'English'],
};

/** Each language under its own name, so that whoever reads only that one finds it. */
export function LanguageSwitch(): ReactNode {
  const { language, speak, t } = useLanguage();
  return (
    <div className="language" role="group" aria-label={t.shell.language}>
      {(['vi', 'en'] as const).map((one) => (
        <button
          key={one}
          type="button"
          lang={one}
          aria-pressed={one === language}
          title={NAMES[one][1]}
          onClick={() => {
            speak(one);
          }}
        >
          <span aria-hidden="true">{NAMES[one][0]}</span>
          <span className="unseen">{NAMES[one][1]}</span>
        </button>
      ))}
    </div>
  );
}

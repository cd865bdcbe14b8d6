import { createContext, useCallback, useContext, useEffect, useMemo, useState, type ReactNode } from 'react';
import type { Text } from '../../../contract/answers.ts';
import { DICTIONARIES, type Language, type Texts } from './dictionaries.ts';
import { keepLanguage, keptLanguage } from './kept-language.ts';

interface Spoken {
  readonly language: Language;
  readonly t: Texts;
  /** The half of a bilingual sentence of the server that is spoken here. */
  readonly say: (text: Text) => string;
  readonly speak: (language: Language) => void;
}

const Context = createContext<Spoken | undefined>(undefined);

/** Vietnamese, unless the other one was chosen in this browser. */
export function LanguageProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const [language, setLanguage] = useState(keptLanguage);
  useEffect(() => {
    document.documentElement.lang = language;
    document.title = DICTIONARIES[language].shell.product;
  }, [language]);
  const speak = useCallback((chosen: Language) => {
    keepLanguage(chosen);
    setLanguage(chosen);
  }, []);
  const spoken = useMemo(
    () => ({ language, t: DICTIONARIES[language], say: (text: Text) => text[language], speak }),
    [language, speak],
  );
  return <Context value={spoken}>{children}</Context>;
}

export function useLanguage(): Spoken {
  const spoken = useContext(Context);
  if (spoken === undefined) throw new Error('outside of LanguageProvider');
  return spoken;
}

import type { Language } from './dictionaries.ts';

const KEPT_AS = 'gateway.language';

/** The language that was chosen in this browser; Vietnamese where none was. */
export function keptLanguage(): Language {
  try {
    return localStorage.getItem(KEPT_AS) === 'en' ? 'en' : 'vi';
  } catch {
    return 'vi'; // a browser that keeps nothing
  }
}

export function keepLanguage(language: Language): void {
  try {
    localStorage.setItem(KEPT_AS, language);
  } catch {
    // Then Vietnamese is spoken again next time.
  }
}

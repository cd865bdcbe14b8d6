import { CloseCircleFilled } from '@ant-design/icons';
import type { ReactNode } from 'react';
import { useLanguage } from '../texts/language.tsx';

/** What empties a box of text: the button around it has no name of its own. */
export function useClear(): { clearIcon: ReactNode } {
  const { t } = useLanguage();
  return { clearIcon: <CloseCircleFilled aria-label={t.act.clear} /> };
}

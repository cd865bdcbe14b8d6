import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App } from 'antd';
import type { CodesChanged } from '../../../contract/codes.ts';
import { keys } from '../api/keys.ts';
import { formatCount } from '../format/time.ts';
import { useLanguage } from '../texts/language.tsx';
import { codeKeys } from './requests.ts';

/** Changes a table, says what came of it, and has everything that shows it read again. */
export function useChange<Said>(change: (said: Said) => Promise<CodesChanged>, onDone: () => void) {
  const client = useQueryClient();
  const { message } = App.useApp();
  const { t, language } = useLanguage();
  return useMutation({
    mutationFn: change,
    onSuccess: ({ added, ended, waiting }) => {
      void message.success(t.codes.done(added, ended, formatCount(waiting, language)), 8);
      onDone();
    },
    onSettled: async () => {
      await client.invalidateQueries({ queryKey: codeKeys.all });
      await client.invalidateQueries({ queryKey: keys.incidents });
    },
  });
}

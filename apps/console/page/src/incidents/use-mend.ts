import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App } from 'antd';
import type { Mapped } from '../../../contract/answers.ts';
import { keys } from '../api/keys.ts';
import { formatCount } from '../format/time.ts';
import { useLanguage } from '../texts/language.tsx';

/** Says what was missing; then everything that it held is asked for anew. */
export function useMend<Said>(say: (said: Said) => Promise<Mapped>) {
  const client = useQueryClient();
  const { message } = App.useApp();
  const { t, language } = useLanguage();
  return useMutation({
    mutationFn: say,
    onSuccess: ({ waiting, stillWaiting }) => {
      const done = t.mapping.done(formatCount(waiting, language));
      if (stillWaiting === 0) void message.success(done, 6);
      else void message.warning(`${done} ${t.mapping.stillWaiting(formatCount(stillWaiting, language))}`, 12);
    },
    onSettled: async () => {
      await client.invalidateQueries({ queryKey: keys.incidents });
      await client.invalidateQueries({ queryKey: keys.destinations });
    },
  });
}

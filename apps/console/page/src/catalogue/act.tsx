import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App } from 'antd';
import type { ReactNode } from 'react';
import { keys } from '../api/keys.ts';
import { renew } from '../live/renew.ts';
import { ReasonDialog } from '../states/reason-dialog.tsx';
import { useLanguage } from '../texts/language.tsx';

interface ActProps {
  readonly title: string;
  readonly text: string;
  readonly confirm: string;
  readonly run: (reason: string) => Promise<unknown>;
  readonly onClose: () => void;
}

/** An act on the catalogue: it asks why, and has everything about the catalogue read again. */
export function Act({ run, onClose, ...texts }: ActProps): ReactNode {
  const { t } = useLanguage();
  const { message } = App.useApp();
  const client = useQueryClient();
  const act = useMutation({
    mutationFn: run,
    onSuccess: async () => {
      onClose();
      void message.success(t.catalogue.done);
      await renew(client, keys.catalogue);
    },
  });
  return (
    <ReasonDialog
      {...texts}
      act={act}
      onConfirm={(reason) => {
        act.mutate(reason);
      }}
      onClose={onClose}
    />
  );
}

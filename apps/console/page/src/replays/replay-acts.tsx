import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState, type ReactNode } from 'react';
import type { Replay } from '../../../contract/replays.ts';
import { keys } from '../api/keys.ts';
import { useMay } from '../login/operator.tsx';
import { ReasonDialog } from '../states/reason-dialog.tsx';
import { useLanguage } from '../texts/language.tsx';
import { actsOf } from './acts-of.ts';
import { replayRequests, type ReplayAct } from './requests.ts';

/** Starting, cancelling, going on: what the state allows, each with a reason. */
export function ReplayActs({ replay: { id, state } }: { readonly replay: Replay }): ReactNode {
  const { t } = useLanguage();
  const [asked, setAsked] = useState<ReplayAct>();
  const may = useMay('operator');
  const close = (): void => {
    setAsked(undefined);
  };
  if (!may) return null;
  return (
    <div className="card-acts row-acts">
      {actsOf(state).map((act) => (
        <Button
          key={act}
          type={act === 'cancel' ? 'default' : 'primary'}
          danger={act === 'cancel'}
          onClick={() => {
            setAsked(act);
          }}
        >
          {t.replays[act]}
        </Button>
      ))}
      {asked !== undefined && <ActDialog id={id} act={asked} onClose={close} />}
    </div>
  );
}

interface ActDialogProps {
  readonly id: string;
  readonly act: ReplayAct;
  readonly onClose: () => void;
}

function ActDialog({ id, act, onClose }: ActDialogProps): ReactNode {
  const { t } = useLanguage();
  const client = useQueryClient();
  const done = useMutation({
    mutationFn: (reason: string) => replayRequests.act(id, act, reason),
    onSuccess: (replay) => {
      client.setQueryData(keys.replay(id), replay);
      onClose();
    },
    onSettled: () => void client.invalidateQueries({ queryKey: keys.replays }),
  });
  const words = { title: t.replays[`${act}Title`], text: t.replays[`${act}Text`], confirm: t.replays[act] };
  const confirm = (reason: string): void => {
    done.mutate(reason);
  };
  return <ReasonDialog {...words} isDangerous={act === 'cancel'} act={done} onConfirm={confirm} onClose={onClose} />;
}

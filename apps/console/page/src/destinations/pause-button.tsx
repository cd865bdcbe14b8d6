import { CaretRightOutlined, PauseOutlined } from '@ant-design/icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useState, type ReactNode } from 'react';
import type { Destination } from '../../../contract/answers.ts';
import { keys } from '../api/keys.ts';
import { requests } from '../api/requests.ts';
import { useMay } from '../login/operator.tsx';
import { ReasonDialog } from '../states/reason-dialog.tsx';
import { useLanguage } from '../texts/language.tsx';

interface PauseProps {
  readonly destination: Destination;
  readonly name: string;
}

/** Pausing, or going on; a destination that stopped itself may be paused too, so that its probes end. */
export function PauseButton({ destination, name }: PauseProps): ReactNode {
  const { t } = useLanguage();
  const [isAsked, setAsked] = useState(false);
  const isPaused = destination.state === 'paused';
  if (!useMay('operator')) return null;
  return (
    <div className="card-acts">
      <Button
        icon={isPaused ? <CaretRightOutlined /> : <PauseOutlined />}
        type={isPaused ? 'primary' : 'default'}
        onClick={() => {
          setAsked(true);
        }}
      >
        {isPaused ? t.destinations.resume : t.destinations.pause}
      </Button>
      {isAsked && (
        <PauseDialog
          destination={destination}
          name={name}
          onClose={() => {
            setAsked(false);
          }}
        />
      )}
    </div>
  );
}

function PauseDialog({ destination, name, onClose }: PauseProps & { readonly onClose: () => void }): ReactNode {
  const { t } = useLanguage();
  // As it was when it was asked: what happens meanwhile must not turn a pause into its opposite.
  const [isPaused] = useState(destination.state === 'paused');
  const act = usePause(destination.id, isPaused ? t.destinations.resumed(name) : t.destinations.paused(name), isPaused);
  const words = isPaused
    ? { title: t.destinations.resumeTitle(name), text: t.destinations.resumeText, confirm: t.destinations.resume }
    : { title: t.destinations.pauseTitle(name), text: t.destinations.pauseText, confirm: t.destinations.pause };
  return (
    <ReasonDialog
      {...words}
      act={act}
      onConfirm={(reason) => {
        act.mutate(reason, { onSuccess: onClose });
      }}
      onClose={onClose}
    />
  );
}

function usePause(id: string, done: string, isPaused: boolean) {
  const client = useQueryClient();
  const { message } = App.useApp();
  return useMutation({
    mutationFn: (reason: string) => (isPaused ? requests.resume(id, reason) : requests.pause(id, reason)),
    onSuccess: () => void message.success(done),
    // Also after a conflict: somebody else was faster, and what is shown is old.
    onSettled: () => void client.invalidateQueries({ queryKey: keys.destinations }),
  });
}

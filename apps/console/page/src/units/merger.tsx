import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState, type ReactNode } from 'react';
import type { MergerHead, MergerPreview, MergerState } from '../../../contract/units.ts';
import { keys } from '../api/keys.ts';
import { useMay } from '../login/operator.tsx';
import { Failure } from '../states/failure.tsx';
import { Loading } from '../states/loading.tsx';
import { ReasonDialog } from '../states/reason-dialog.tsx';
import { useLanguage } from '../texts/language.tsx';
import { formatDay } from './days.ts';
import { MergerTag } from './merger-tag.tsx';
import { Preview } from './preview.tsx';
import { unitRequests } from './requests.ts';

/** A resolution: looked at, then recorded as it was looked at; until its day it may be taken back. */
export function Merger({ id }: { readonly id: string }): ReactNode {
  const { t } = useLanguage();
  const merger = useQuery({ queryKey: keys.merger(id), queryFn: () => unitRequests.merger(id) });
  if (merger.isPending) return <Loading rows={6} />;
  if (merger.data === undefined) return <Failure error={merger.error} onRetry={() => void merger.refetch()} />;
  const { resolution, on, state, rows, reason, withdrawnWhy } = merger.data;
  return (
    <>
      <div className="section-head">
        <h1>{t.units.resolutionOf(resolution, formatDay(on))}</h1>
        <MergerTag state={state} />
      </div>
      <p className="quiet dialog-text">
        {t.units.rows(rows)} · {reason}
        {withdrawnWhy !== null && ` · ${withdrawnWhy}`}
      </p>
      <p className="dialog-text">{t.units.stateTexts[state]}</p>
      <Acts merger={merger.data} />
    </>
  );
}

function Acts({ merger: { id, state } }: { readonly merger: MergerHead }): ReactNode {
  const { t } = useLanguage();
  const client = useQueryClient();
  const [asked, setAsked] = useState<Act>();
  const [mayLook, mayDecide] = [useMay('operator'), useMay('admin')];
  const preview = useMutation({
    mutationFn: () => unitRequests.preview(id),
    onSettled: () => void client.invalidateQueries({ queryKey: keys.mergers }),
  });
  const isDraft = state === 'draft' || state === 'previewed';
  const acts = mayDecide ? actsOf(state, preview.data) : [];
  const look = (): void => {
    preview.mutate();
  };
  return (
    <>
      <div className="card-acts row-acts">
        {mayLook && isDraft && (
          <Button loading={preview.isPending} onClick={look}>
            {t.units.preview}
          </Button>
        )}
        {acts.map((act) => (
          <ActButton key={act} act={act} onAsk={setAsked} />
        ))}
      </div>
      {preview.isError && <Failure error={preview.error} />}
      {preview.data !== undefined && isDraft && <Preview preview={preview.data} />}
      {asked !== undefined && (
        <ActDialog
          {...{ id, act: asked, preview: preview.data }}
          onClose={() => {
            setAsked(undefined);
          }}
        />
      )}
    </>
  );
}

type Act = 'record' | 'withdraw';

function ActButton({ act, onAsk }: { readonly act: Act; readonly onAsk: (act: Act) => void }): ReactNode {
  const { t } = useLanguage();
  const looks = act === 'record' ? ({ type: 'primary' } as const) : { danger: true };
  const ask = (): void => {
    onAsk(act);
  };
  return (
    <Button {...looks} onClick={ask}>
      {t.units[act]}
    </Button>
  );
}

/** A draft is recorded once it was shown to be sound. */
function actsOf(state: MergerState, preview: MergerPreview | undefined): Act[] {
  if (state === 'recorded') return ['withdraw'];
  if (state !== 'draft' && state !== 'previewed') return [];
  return preview?.faults.length === 0 ? ['record', 'withdraw'] : ['withdraw'];
}

interface ActDialogProps {
  readonly id: string;
  readonly act: Act;
  readonly preview: MergerPreview | undefined;
  readonly onClose: () => void;
}

function ActDialog({ id, act, preview, onClose }: ActDialogProps): ReactNode {
  const { t } = useLanguage();
  const client = useQueryClient();
  const done = useMutation({
    mutationFn: (reason: string) =>
      act === 'record' ? unitRequests.record(id, preview?.version ?? '', reason) : unitRequests.withdraw(id, reason),
    onSuccess: (merger) => {
      client.setQueryData(keys.merger(id), merger);
      onClose();
    },
    onSettled: () => {
      void client.invalidateQueries({ queryKey: keys.mergers });
      void client.invalidateQueries({ queryKey: keys.allUnits });
    },
  });
  return (
    <ReasonDialog
      {...{ title: t.units[act], text: t.units[`${act}Text`], confirm: t.units[act], isDangerous: act === 'withdraw' }}
      act={done}
      onConfirm={(reason) => {
        done.mutate(reason);
      }}
      onClose={onClose}
    />
  );
}

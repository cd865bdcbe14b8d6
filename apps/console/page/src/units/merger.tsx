import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState, type ReactNode } from 'react';
import type { MergerHead, MergerPreview } from '../../../contract/units.ts';
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
  const [asked, setAsked] = useState<'record' | 'withdraw'>();
  const [mayLook, mayDecide] = [useMay('operator'), useMay('admin')];
  const preview = useMutation({
    mutationFn: () => unitRequests.preview(id),
    onSettled: () => void client.invalidateQueries({ queryKey: keys.mergers }),
  });
  const isDraft = state === 'draft' || state === 'previewed';
  const isSound = preview.data?.faults.length === 0;
  return (
    <>
      <div className="card-acts row-acts">
        {mayLook && isDraft && (
          <Button
            loading={preview.isPending}
            onClick={() => {
              preview.mutate();
            }}
          >
            {t.units.preview}
          </Button>
        )}
        {mayDecide && isDraft && isSound && (
          <Button
            type="primary"
            onClick={() => {
              setAsked('record');
            }}
          >
            {t.units.record}
          </Button>
        )}
        {mayDecide && (isDraft || state === 'recorded') && (
          <Button
            danger
            onClick={() => {
              setAsked('withdraw');
            }}
          >
            {t.units.withdraw}
          </Button>
        )}
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

interface ActDialogProps {
  readonly id: string;
  readonly act: 'record' | 'withdraw';
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

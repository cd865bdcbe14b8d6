import { PlusOutlined } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, DatePicker, Form, Input } from 'antd';
import { useState, type ReactNode } from 'react';
import { keys } from '../api/keys.ts';
import { formatTime } from '../format/time.ts';
import { useMay } from '../login/operator.tsx';
import { paths } from '../route/route.ts';
import { go, Link } from '../route/use-route.tsx';
import { Failure } from '../states/failure.tsx';
import { Loading } from '../states/loading.tsx';
import { ReasonDialog } from '../states/reason-dialog.tsx';
import { useLanguage } from '../texts/language.tsx';
import { formatDay } from './days.ts';
import { CsvField } from './load-codes.tsx';
import { MergerTag } from './merger-tag.tsx';
import { unitRequests } from './requests.ts';

/** The resolutions that were loaded, and the way to load one. */
export function Mergers(): ReactNode {
  const { t } = useLanguage();
  const may = useMay('operator');
  const [isAsked, setAsked] = useState(false);
  return (
    <section aria-label={t.units.mergers}>
      <div className="section-head">
        <h2>{t.units.mergers}</h2>
        {may && (
          <Button
            type="primary"
            icon={<PlusOutlined />}
            onClick={() => {
              setAsked(true);
            }}
          >
            {t.units.load}
          </Button>
        )}
      </div>
      <List />
      {isAsked && (
        <LoadDialog
          onClose={() => {
            setAsked(false);
          }}
        />
      )}
    </section>
  );
}

function List(): ReactNode {
  const { t } = useLanguage();
  const mergers = useQuery({ queryKey: keys.mergers, queryFn: unitRequests.mergers });
  if (mergers.isPending) return <Loading rows={2} />;
  if (mergers.data === undefined) return <Failure error={mergers.error} onRetry={() => void mergers.refetch()} />;
  if (mergers.data.items.length === 0) return <p className="quiet">{t.units.noMergers}</p>;
  return (
    <ul className="incidents">
      {mergers.data.items.map(({ id, state, resolution, on, rows, reason, createdBy, createdAt }) => (
        <li key={id} className="incident" data-merger={id}>
          <MergerTag state={state} />
          <div className="incident-words">
            <Link to={paths.merger(id)} className="row-link">
              {t.units.resolutionOf(resolution, formatDay(on))}
            </Link>
            <p className="quiet">{reason}</p>
          </div>
          <div className="incident-figures">
            <span>{t.units.rows(rows)}</span>
            <span className="quiet small">
              {createdBy} · {formatTime(createdAt)}
            </span>
          </div>
        </li>
      ))}
    </ul>
  );
}

function LoadDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const { t } = useLanguage();
  const client = useQueryClient();
  const [wanted, setWanted] = useState({ resolution: '', on: '', csv: '' });
  const load = useMutation({
    mutationFn: (reason: string) => unitRequests.load({ ...wanted, reason }),
    onSuccess: ({ id }) => {
      void client.invalidateQueries({ queryKey: keys.mergers });
      go(paths.merger(id));
    },
  });
  return (
    <ReasonDialog
      {...{ title: t.units.load, text: t.units.loadText, confirm: t.units.load }}
      act={load}
      onConfirm={(reason) => {
        load.mutate(reason);
      }}
      onClose={onClose}
    >
      <ResolutionFields wanted={wanted} onChange={setWanted} />
    </ReasonDialog>
  );
}

interface Wanted {
  readonly resolution: string;
  readonly on: string;
  readonly csv: string;
}

function ResolutionFields({
  wanted,
  onChange,
}: {
  readonly wanted: Wanted;
  readonly onChange: (wanted: Wanted) => void;
}): ReactNode {
  const { t } = useLanguage();
  return (
    <>
      <Form.Item label={t.units.resolution}>
        <Input
          aria-label={t.units.resolution}
          placeholder="1686/NQ-UBTVQH15"
          onChange={({ target }) => {
            onChange({ ...wanted, resolution: target.value });
          }}
        />
      </Form.Item>
      <Form.Item label={t.units.on}>
        <DatePicker
          aria-label={t.units.on}
          format="DD/MM/YYYY"
          placeholder="dd/mm/yyyy"
          onChange={(day) => {
            onChange({ ...wanted, on: day?.format('YYYY-MM-DD') ?? '' });
          }}
        />
      </Form.Item>
      <CsvField
        value={wanted.csv}
        onChange={(csv) => {
          onChange({ ...wanted, csv });
        }}
      />
    </>
  );
}

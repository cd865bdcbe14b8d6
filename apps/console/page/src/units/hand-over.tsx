import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Form, Progress, Radio } from 'antd';
import { useState, type ReactNode } from 'react';
import type { HandOver, UnitLife } from '../../../contract/units.ts';
import { keys } from '../api/keys.ts';
import { useMay } from '../login/operator.tsx';
import { Failure } from '../states/failure.tsx';
import { ReasonDialog } from '../states/reason-dialog.tsx';
import { useLanguage } from '../texts/language.tsx';
import { CsvField } from './load-codes.tsx';
import { unitRequests } from './requests.ts';

const BY_LIST = 'list';

/** Hands the open dossiers of a divided unit over: all to one successor, or by a list. First it is counted, then done step by step. */
export function HandOverButton({ life }: { readonly life: UnitLife }): ReactNode {
  const { t } = useLanguage();
  const [isAsked, setAsked] = useState(false);
  const [ordered, setOrdered] = useState<HandOver>();
  if (!useMay('operator')) return null;
  return (
    <>
      <Button
        onClick={() => {
          setAsked(true);
        }}
      >
        {t.units.handOver}
      </Button>
      {ordered !== undefined && <Steps first={ordered} />}
      {isAsked && (
        <OrderDialog
          life={life}
          onOrdered={setOrdered}
          onClose={() => {
            setAsked(false);
          }}
        />
      )}
    </>
  );
}

interface OrderDialogProps {
  readonly life: UnitLife;
  readonly onOrdered: (ordered: HandOver) => void;
  readonly onClose: () => void;
}

function OrderDialog({ life, onOrdered, onClose }: OrderDialogProps): ReactNode {
  const { t } = useLanguage();
  const [way, setWay] = useState(BY_LIST);
  const [csv, setCsv] = useState('');
  const order = useMutation({
    mutationFn: (reason: string) =>
      unitRequests.handOver({ unitId: life.id, reason, ...(way === BY_LIST ? { csv } : { rules: [{ newCode: way }] }) }),
    onSuccess: (ordered) => {
      onOrdered(ordered);
      onClose();
    },
  });
  return (
    <ReasonDialog
      {...{ title: t.units.handOver, text: t.units.handOverText, confirm: t.units.count }}
      act={order}
      onConfirm={(reason) => {
        order.mutate(reason);
      }}
      onClose={onClose}
    >
      <WayField life={life} way={way} onChange={setWay} />
      {way === BY_LIST && <CsvField value={csv} onChange={setCsv} />}
    </ReasonDialog>
  );
}

interface WayFieldProps {
  readonly life: UnitLife;
  readonly way: string;
  readonly onChange: (way: string) => void;
}

function WayField({ life, way, onChange }: WayFieldProps): ReactNode {
  const { t } = useLanguage();
  const heirs = life.successors.flatMap(({ code, name }) => (code === null ? [] : [{ code, name }]));
  return (
    <Form.Item label={t.units.whichDossiers}>
      <Radio.Group
        className="column"
        value={way}
        onChange={({ target }) => {
          onChange(String(target.value));
        }}
      >
        <Radio value={BY_LIST}>{t.units.byList}</Radio>
        {heirs.map(({ code, name }) => (
          <Radio key={code} value={code}>
            {t.units.restTo(`${code} ${name}`)}
          </Radio>
        ))}
      </Radio.Group>
    </Form.Item>
  );
}

/** What was counted, and the doing of it. */
function Steps({ first }: { readonly first: HandOver }): ReactNode {
  const { t } = useLanguage();
  const client = useQueryClient();
  const [now, setNow] = useState(first);
  const run = useMutation({
    mutationFn: async () => {
      for (let at = now; at.state !== 'done' && at.state !== 'cancelled';) {
        at = await unitRequests.step(at.id);
        setNow(at);
      }
    },
    onSettled: () => void client.invalidateQueries({ queryKey: keys.allUnits }),
  });
  const { toHand, handed } = now.counts;
  const all = Object.values(toHand).reduce((sum, count) => sum + count, 0);
  const told = Object.entries(toHand).map(([code, count]) => `${code}: ${String(count)}`);
  return (
    <div className="stack" role="status">
      <p>{t.units.counted(told.join(' · '))}</p>
      {now.state === 'ready' && (
        <Button
          type="primary"
          loading={run.isPending}
          onClick={() => {
            run.mutate();
          }}
        >
          {t.units.handNow(all)}
        </Button>
      )}
      {now.state !== 'ready' && (
        <Progress
          percent={now.state === 'done' ? 100 : Math.round((100 * handed) / Math.max(all, 1))}
          aria-label={t.units.handOver}
        />
      )}
      {run.isError && <Failure error={run.error} />}
    </div>
  );
}

import { RedoOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { lazy, Suspense, useState, type ReactNode } from 'react';
import { useMay } from '../login/operator.tsx';
import { useLanguage } from '../texts/language.tsx';
import type { Chosen } from './selection-of.ts';

const Dialog = lazy(async () => ({ default: (await import('./new-replay.tsx')).NewReplayDialog }));

/** Leads from what somebody looks at to a replay of just that. */
export function ReplayButton({ preset }: { readonly preset: Chosen }): ReactNode {
  const { t } = useLanguage();
  const [isAsked, setAsked] = useState(false);
  if (!useMay('operator')) return null;
  return (
    <>
      <Button
        icon={<RedoOutlined />}
        onClick={() => {
          setAsked(true);
        }}
      >
        {t.dossiers.replay}
      </Button>
      <Suspense>
        {isAsked && (
          <Dialog
            preset={preset}
            onClose={() => {
              setAsked(false);
            }}
          />
        )}
      </Suspense>
    </>
  );
}

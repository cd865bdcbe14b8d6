import { EyeOutlined } from '@ant-design/icons';
import { useMutation } from '@tanstack/react-query';
import { Button, Descriptions } from 'antd';
import { useEffect, useState, type ReactNode } from 'react';
import type { Revealed } from '../../../contract/answers.ts';
import { requests } from '../api/requests.ts';
import { useMay } from '../login/operator.tsx';
import { ReasonDialog } from '../states/reason-dialog.tsx';
import { useLanguage } from '../texts/language.tsx';
import { flatten } from './flatten.ts';

const SHOWN_FOR_S = 60;

/** What is personal, asked for with a reason, shown for a minute, kept nowhere. */
export function Reveal({ code }: { readonly code: string }): ReactNode {
  const { t } = useLanguage();
  const [isAsked, setAsked] = useState(false);
  const [revealed, setRevealed] = useState<Revealed>();
  if (!useMay('operator')) return null;
  if (revealed !== undefined)
    return (
      <Personal
        revealed={revealed}
        onHide={() => {
          setRevealed(undefined);
        }}
      />
    );
  const show = (answer: Revealed): void => {
    setRevealed(answer);
    setAsked(false);
  };
  return (
    <>
      <Button
        icon={<EyeOutlined />}
        onClick={() => {
          setAsked(true);
        }}
      >
        {t.dossiers.reveal}
      </Button>
      {isAsked && (
        <RevealDialog
          code={code}
          onRevealed={show}
          onClose={() => {
            setAsked(false);
          }}
        />
      )}
    </>
  );
}

interface DialogProps {
  readonly code: string;
  readonly onRevealed: (revealed: Revealed) => void;
  readonly onClose: () => void;
}

function RevealDialog({ code, onRevealed, onClose }: DialogProps): ReactNode {
  const { t } = useLanguage();
  // Nothing of the answer stays in the memory of requests once the dialog is closed.
  const act = useMutation({ mutationFn: (reason: string) => requests.reveal(code, reason), gcTime: 0 });
  const words = { title: t.dossiers.revealTitle, text: t.dossiers.revealText, confirm: t.dossiers.reveal };
  const confirm = (reason: string): void => {
    act.mutate(reason, { onSuccess: onRevealed });
  };
  return <ReasonDialog {...words} act={act} onConfirm={confirm} onClose={onClose} />;
}

function Personal({ revealed, onHide }: { readonly revealed: Revealed; readonly onHide: () => void }): ReactNode {
  const { t } = useLanguage();
  const left = useCountdown(SHOWN_FOR_S, onHide);
  const words: Readonly<Record<string, string>> = t.dossiers.personal;
  const items = flatten(revealed).map(({ path, value }) => ({
    key: path.join('.'),
    label: path.map((part) => words[part] ?? part).join(' › '),
    children: value,
  }));
  return (
    <section className="act-box" aria-labelledby="personal">
      <h2 id="personal">{t.dossiers.revealed}</h2>
      <Descriptions size="small" column={{ xs: 1, md: 2 }} items={items} />
      <p className="small quiet">{t.dossiers.revealedHint(left)}</p>
      <Button onClick={onHide}>{t.dossiers.hide}</Button>
    </section>
  );
}

function useCountdown(seconds: number, onEnd: () => void): number {
  const [left, setLeft] = useState(seconds);
  useEffect(() => {
    const timer = setTimeout(() => {
      if (left <= 1) onEnd();
      else setLeft(left - 1);
    }, 1_000);
    return () => {
      clearTimeout(timer);
    };
  }, [left, onEnd]);
  return left;
}

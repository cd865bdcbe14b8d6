import { Button, type ButtonProps } from 'antd';
import { useState, type ReactNode } from 'react';
import { useMay } from '../login/operator.tsx';

interface DialogButtonProps extends Pick<ButtonProps, 'type' | 'icon'> {
  readonly words: string;
  readonly dialog: (close: () => void) => ReactNode;
}

/** A button that asks in a dialog before it does something. Whoever may only look has none. */
export function DialogButton({ words, dialog, ...looks }: DialogButtonProps): ReactNode {
  const [isAsked, setAsked] = useState(false);
  if (!useMay('operator')) return null;
  return (
    <>
      <Button
        {...looks}
        onClick={() => {
          setAsked(true);
        }}
      >
        {words}
      </Button>
      {isAsked &&
        dialog(() => {
          setAsked(false);
        })}
    </>
  );
}

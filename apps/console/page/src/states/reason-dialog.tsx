import { Form, Input, Modal } from 'antd';
import { useId, type ReactNode } from 'react';
import { useLanguage } from '../texts/language.tsx';
import { Failure } from './failure.tsx';

const SHORTEST = 3;
const LONGEST = 500;

interface ReasonDialogProps {
  readonly title: string;
  /** What follows from the act. */
  readonly text: string;
  readonly confirm: string;
  readonly isDangerous?: boolean;
  readonly act: { readonly isPending: boolean; readonly error: Error | null };
  readonly onConfirm: (reason: string) => void;
  readonly onClose: () => void;
  /** Fields before the reason. */
  readonly children?: ReactNode;
}

/** Asks why before an act, says what follows from it, and stays with what went wrong. */
export function ReasonDialog(props: ReasonDialogProps): ReactNode {
  const { t } = useLanguage();
  const form = useId();
  const { title, text, confirm, act, isDangerous, onConfirm, onClose, children } = props;
  return (
    <Modal
      open
      title={title}
      okText={confirm}
      cancelText={t.act.cancel}
      okButtonProps={{ htmlType: 'submit', form, danger: isDangerous === true }}
      confirmLoading={act.isPending}
      onCancel={onClose}
      destroyOnHidden
    >
      <p className="dialog-text">{text}</p>
      <Form<{ reason: string }>
        id={form}
        layout="vertical"
        requiredMark={false}
        onFinish={({ reason }) => {
          onConfirm(reason.trim());
        }}
      >
        {children}
        <ReasonField isFirst={children === undefined} />
      </Form>
      {act.error !== null && <Failure error={act.error} />}
    </Modal>
  );
}

/** Why something is done; the audit keeps it. */
export function ReasonField({ isFirst = false }: { readonly isFirst?: boolean }): ReactNode {
  const { t } = useLanguage();
  const rules = [{ required: true, whitespace: true, min: SHORTEST, message: t.act.reasonMissing }];
  return (
    <Form.Item name="reason" label={t.act.reason} extra={t.act.reasonHint} rules={rules}>
      <Input.TextArea rows={3} maxLength={LONGEST} autoFocus={isFirst} />
    </Form.Item>
  );
}

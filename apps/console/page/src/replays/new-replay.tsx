import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Checkbox, Form, Modal, Radio } from 'antd';
import { useId, type ReactNode } from 'react';
import type { NewReplay, ReplayMode } from '../../../contract/replays.ts';
import { keys } from '../api/keys.ts';
import { useDestinations } from '../destinations/destinations.tsx';
import { paths } from '../route/route.ts';
import { go } from '../route/use-route.tsx';
import { Failure } from '../states/failure.tsx';
import { ReasonField } from '../states/reason-dialog.tsx';
import { useLanguage } from '../texts/language.tsx';
import { replayRequests } from './requests.ts';
import { selectionOf, type Chosen } from './selection-of.ts';
import { WhichFields } from './which-fields.tsx';

const MODES = ['converge', 'reassert'] as const satisfies readonly ReplayMode[];

interface Typed extends Chosen {
  readonly mode: ReplayMode;
  readonly destinations?: readonly string[];
  readonly reason: string;
}

interface NewReplayProps {
  readonly preset: Chosen;
  readonly onClose: () => void;
}

/** Asks which dossiers, where to, how and why; then the list is frozen and tried, and nothing is sent yet. */
export function NewReplayDialog({ preset, onClose }: NewReplayProps): ReactNode {
  const { t } = useLanguage();
  const id = useId();
  const create = useCreate();
  const [form] = Form.useForm<Typed>();
  const submit = (typed: Typed): void => {
    const replay = replayOf(typed);
    if (replay === undefined) form.setFields([{ name: 'way', errors: [t.replays.whichMissing] }]);
    else create.mutate(replay);
  };
  return (
    <Modal
      {...{ open: true, title: t.replays.create, okText: t.replays.create, cancelText: t.act.cancel }}
      okButtonProps={{ htmlType: 'submit', form: id }}
      confirmLoading={create.isPending}
      onCancel={onClose}
      destroyOnHidden
    >
      <Form<Typed>
        {...{ id, form, layout: 'vertical', requiredMark: false }}
        initialValues={{ mode: 'converge', ...preset }}
        onFinish={submit}
      >
        <WhichFields />
        <DestinationsField />
        <ModeField />
        <ReasonField />
      </Form>
      {create.isError && <Failure error={create.error} />}
    </Modal>
  );
}

function replayOf(typed: Typed): NewReplay | undefined {
  const selection = selectionOf(typed);
  if (selection === undefined) return undefined;
  const { mode, destinations = [], reason } = typed;
  return { selection, mode, reason: reason.trim(), ...(destinations.length > 0 && { destinations }) };
}

function useCreate() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: replayRequests.create,
    onSuccess: (replay) => {
      client.setQueryData(keys.replay(replay.id), replay);
      void client.invalidateQueries({ queryKey: keys.replays });
      go(paths.replay(replay.id));
    },
  });
}

function DestinationsField(): ReactNode {
  const { t, say } = useLanguage();
  const items = useDestinations().data?.items ?? [];
  return (
    <Form.Item name="destinations" label={t.replays.destinations} extra={t.replays.destinationsHint}>
      <Checkbox.Group options={items.map(({ id, name }) => ({ value: id, label: say(name) }))} />
    </Form.Item>
  );
}

function ModeField(): ReactNode {
  const { t } = useLanguage();
  return (
    <Form.Item name="mode" label={t.replays.mode}>
      <Radio.Group className="column">
        {MODES.map((mode) => (
          <Radio key={mode} value={mode}>
            {t.replays.modes[mode]} <span className="quiet small">{t.replays.modeHints[mode]}</span>
          </Radio>
        ))}
      </Radio.Group>
    </Form.Item>
  );
}

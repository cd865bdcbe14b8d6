import {
  CheckCircleOutlined,
  ClockCircleOutlined,
  LoadingOutlined,
  PauseCircleOutlined,
  SendOutlined,
  StopOutlined,
  WarningOutlined,
} from '@ant-design/icons';
import type { ReactNode } from 'react';
import type { ReplayState } from '../../../contract/replays.ts';
import { Tag, type Tone } from '../states/tag.tsx';
import { useLanguage } from '../texts/language.tsx';

const SIGNS = {
  listing: ['busy', <LoadingOutlined key="" />],
  ready: ['wait', <ClockCircleOutlined key="" />],
  running: ['busy', <SendOutlined key="" />],
  paused: ['wait', <PauseCircleOutlined key="" />],
  cancelled: ['plain', <StopOutlined key="" />],
  done: ['good', <CheckCircleOutlined key="" />],
  failed: ['bad', <WarningOutlined key="" />],
} as const satisfies Record<ReplayState, readonly [Tone, ReactNode]>;

export function ReplayTag({ state }: { readonly state: ReplayState }): ReactNode {
  const { t } = useLanguage();
  const [tone, icon] = SIGNS[state];
  return (
    <Tag tone={tone} icon={icon}>
      {t.replays.states[state]}
    </Tag>
  );
}

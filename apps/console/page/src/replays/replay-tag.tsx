import {
  CheckCircleOutlined,
  ClockCircleOutlined,
  LoadingOutlined,
  MinusCircleOutlined,
  PauseCircleOutlined,
  SearchOutlined,
  SendOutlined,
  StopOutlined,
  WarningOutlined,
} from '@ant-design/icons';
import type { ReactNode } from 'react';
import type { ReplayItemState, ReplayState } from '../../../contract/replays.ts';
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

const ITEM_SIGNS = {
  listed: ['plain', <ClockCircleOutlined key="" />],
  looking: ['busy', <SearchOutlined key="" />],
  ready: ['wait', <ClockCircleOutlined key="" />],
  nothing: ['plain', <MinusCircleOutlined key="" />],
  running: ['busy', <SendOutlined key="" />],
  delivered: ['good', <CheckCircleOutlined key="" />],
  waiting: ['wait', <PauseCircleOutlined key="" />],
  failed: ['bad', <WarningOutlined key="" />],
} as const satisfies Record<ReplayItemState, readonly [Tone, ReactNode]>;

/** How one dossier of a replay stands at one destination. */
export function ReplayItemTag({ state }: { readonly state: ReplayItemState }): ReactNode {
  const { t } = useLanguage();
  const [tone, icon] = ITEM_SIGNS[state];
  return (
    <Tag tone={tone} icon={icon}>
      {t.replays.itemStates[state]}
    </Tag>
  );
}

import {
  BankOutlined,
  CheckCircleOutlined,
  ClockCircleOutlined,
  CloudServerOutlined,
  GlobalOutlined,
  HomeOutlined,
  MinusCircleOutlined,
  PauseCircleOutlined,
  QuestionCircleOutlined,
  SearchOutlined,
  SendOutlined,
  StopOutlined,
  ToolOutlined,
  WarningOutlined,
} from '@ant-design/icons';
import type { ReactNode } from 'react';
import type { Destination, LaneState, Owner } from '../../../contract/answers.ts';
import { useLanguage } from '../texts/language.tsx';

export type Tone = 'good' | 'busy' | 'wait' | 'bad' | 'plain';

/** A state as a sign, a word and a colour: never the colour alone. */
export function Tag({
  tone,
  icon,
  children,
}: {
  readonly tone: Tone;
  readonly icon: ReactNode;
  readonly children: ReactNode;
}): ReactNode {
  return (
    <span className={`tag tag-${tone}`}>
      {icon}
      <span>{children}</span>
    </span>
  );
}

const LANES = {
  due: ['wait', <ClockCircleOutlined key="" />],
  leased: ['busy', <SendOutlined key="" />],
  verifying: ['busy', <SearchOutlined key="" />],
  idle: ['good', <CheckCircleOutlined key="" />],
  held: ['wait', <PauseCircleOutlined key="" />],
  blocked: ['bad', <StopOutlined key="" />],
} as const satisfies Record<LaneState, readonly [Tone, ReactNode]>;

export function LaneTag({ state }: { readonly state: LaneState }): ReactNode {
  const { t } = useLanguage();
  const [tone, icon] = LANES[state];
  return (
    <Tag tone={tone} icon={icon}>
      {t.lanes[state]}
    </Tag>
  );
}

const DESTINATIONS = {
  open: ['good', <CheckCircleOutlined key="" />],
  paused: ['wait', <PauseCircleOutlined key="" />],
  maintenance: ['wait', <ToolOutlined key="" />],
  stopped: ['bad', <WarningOutlined key="" />],
} as const satisfies Record<Destination['state'], readonly [Tone, ReactNode]>;

export function DestinationTag({ state }: { readonly state: Destination['state'] }): ReactNode {
  const { t } = useLanguage();
  const [tone, icon] = DESTINATIONS[state];
  return (
    <Tag tone={tone} icon={icon}>
      {t.destinations.states[state]}
    </Tag>
  );
}

const OWNERS = {
  commune: <HomeOutlined />,
  province: <CloudServerOutlined />,
  'provincial-portal': <BankOutlined />,
  national: <GlobalOutlined />,
  nobody: <MinusCircleOutlined />,
} satisfies Record<Owner, ReactNode>;

export function OwnerTag({ owner }: { readonly owner: Owner }): ReactNode {
  const { t } = useLanguage();
  return (
    <Tag tone="plain" icon={OWNERS[owner]}>
      {t.owners[owner]}
    </Tag>
  );
}

const OUTCOMES: Readonly<Record<string, readonly [Tone, ReactNode]>> = {
  delivered: ['good', <CheckCircleOutlined key="" />],
  exists: ['good', <CheckCircleOutlined key="" />],
  deferred: ['wait', <ClockCircleOutlined key="" />],
  refused: ['bad', <StopOutlined key="" />],
  unmapped: ['wait', <PauseCircleOutlined key="" />],
  unknown: ['bad', <QuestionCircleOutlined key="" />],
};

/** An outcome that this page does not know yet is named as the server names it. */
export function OutcomeTag({ outcome }: { readonly outcome: string }): ReactNode {
  const { t } = useLanguage();
  const [tone, icon] = OUTCOMES[outcome] ?? (['plain', <QuestionCircleOutlined key="" />] as const);
  const words: Readonly<Record<string, string>> = t.dossiers.outcomes;
  return (
    <Tag tone={tone} icon={icon}>
      {words[outcome] ?? outcome}
    </Tag>
  );
}

import { CheckCircleOutlined, ClockCircleOutlined, EditOutlined, EyeOutlined, StopOutlined } from '@ant-design/icons';
import type { ReactNode } from 'react';
import type { MergerState } from '../../../contract/units.ts';
import { Tag, type Tone } from '../states/tag.tsx';
import { useLanguage } from '../texts/language.tsx';

const STATES = {
  draft: ['plain', <EditOutlined key="" />],
  previewed: ['busy', <EyeOutlined key="" />],
  recorded: ['wait', <ClockCircleOutlined key="" />],
  'in-force': ['good', <CheckCircleOutlined key="" />],
  withdrawn: ['plain', <StopOutlined key="" />],
} as const satisfies Record<MergerState, readonly [Tone, ReactNode]>;

export function MergerTag({ state }: { readonly state: MergerState }): ReactNode {
  const { t } = useLanguage();
  const [tone, icon] = STATES[state];
  return (
    <Tag tone={tone} icon={icon}>
      {t.units.states[state]}
    </Tag>
  );
}

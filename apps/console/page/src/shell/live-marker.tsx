import { CheckCircleFilled, DisconnectOutlined, LoadingOutlined } from '@ant-design/icons';
import { Alert, Button } from 'antd';
import type { ReactNode } from 'react';
import { formatTime } from '../format/time.ts';
import { useLive } from '../live/live.tsx';
import { Tag, type Tone } from '../states/tag.tsx';
import { useLanguage } from '../texts/language.tsx';

const SIGNS = {
  live: ['good', <CheckCircleFilled key="" />],
  connecting: ['plain', <LoadingOutlined key="" />],
  down: ['bad', <DisconnectOutlined key="" />],
} as const satisfies Record<string, readonly [Tone, ReactNode]>;

export function LiveMarker(): ReactNode {
  const { connection } = useLive();
  const { t } = useLanguage();
  const [tone, icon] = SIGNS[connection.state];
  return (
    <span role="status">
      <Tag tone={tone} icon={icon}>
        {t.shell.live[connection.state]}
      </Tag>
    </span>
  );
}

/** Over everything that may be old, since when, and what to do. */
export function StaleNotice(): ReactNode {
  const { connection, reconnect } = useLive();
  const { t } = useLanguage();
  if (connection.state !== 'down') return null;
  return (
    <Alert
      className="stale"
      type="warning"
      showIcon
      title={t.shell.live.downLong(formatTime(connection.since))}
      action={
        <Button size="small" onClick={reconnect}>
          {t.shell.live.reconnect}
        </Button>
      }
    />
  );
}

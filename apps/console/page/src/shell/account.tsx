import { LogoutOutlined, UserOutlined } from '@ant-design/icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Dropdown } from 'antd';
import type { ReactNode } from 'react';
import { requests } from '../api/requests.ts';
import { useOperator } from '../login/operator.tsx';
import { NOBODY, takeSession } from '../login/session.ts';
import { useLanguage } from '../texts/language.tsx';

export function Account(): ReactNode {
  const { t } = useLanguage();
  const { name, role, username } = useOperator();
  const client = useQueryClient();
  const logOut = useMutation({
    mutationFn: requests.logOut,
    // Whatever came of it, nothing of what was shown stays in this window.
    onSettled: () => {
      takeSession(client, NOBODY);
    },
  });
  const items = [
    { key: 'who', disabled: true, label: `${username} · ${t.shell.roles[role]}` },
    { type: 'divider' as const },
    {
      key: 'out',
      icon: <LogoutOutlined />,
      label: t.shell.logout,
      onClick: () => {
        logOut.mutate();
      },
    },
  ];
  return (
    <Dropdown menu={{ items }} trigger={['click']} placement="bottomRight">
      <Button type="text" icon={<UserOutlined />} aria-label={t.shell.account(name, t.shell.roles[role])} aria-haspopup="menu">
        <span className="wide-only">{name}</span>
      </Button>
    </Dropdown>
  );
}

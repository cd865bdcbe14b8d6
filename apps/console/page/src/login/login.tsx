import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Form, Input } from 'antd';
import type { ReactNode } from 'react';
import { requests } from '../api/requests.ts';
import { LanguageSwitch } from '../shell/language-switch.tsx';
import mark from '../shell/mark.svg';
import { Failure } from '../states/failure.tsx';
import { useLanguage } from '../texts/language.tsx';
import { takeSession } from './session.ts';

interface Credentials {
  readonly username: string;
  readonly password: string;
}

export function Login({ isExpired }: { readonly isExpired: boolean }): ReactNode {
  const { t } = useLanguage();
  return (
    <main className="login">
      <div className="login-box">
        <div className="login-head">
          <img src={mark} alt="" width={40} height={40} />
          <LanguageSwitch />
        </div>
        <p className="login-product">{t.shell.product}</p>
        <h1>{t.login.title}</h1>
        <p className="quiet">{t.login.lead}</p>
        {isExpired && <Alert type="warning" showIcon title={t.login.expired} />}
        <LoginForm />
        <p className="quiet small">{t.login.account}</p>
      </div>
    </main>
  );
}

function LoginForm(): ReactNode {
  const { t } = useLanguage();
  const client = useQueryClient();
  const logIn = useMutation({
    mutationFn: ({ username, password }: Credentials) => requests.logIn(username, password),
    onSuccess: (session) => {
      takeSession(client, session);
    },
  });
  return (
    <Form<Credentials>
      layout="vertical"
      requiredMark={false}
      onFinish={(typed) => {
        logIn.mutate(typed);
      }}
    >
      <Form.Item name="username" label={t.login.username} rules={[{ required: true, message: t.login.usernameMissing }]}>
        <Input autoComplete="username" autoFocus autoCapitalize="none" spellCheck={false} size="large" />
      </Form.Item>
      <Form.Item name="password" label={t.login.password} rules={[{ required: true, message: t.login.passwordMissing }]}>
        <Input.Password autoComplete="current-password" size="large" />
      </Form.Item>
      {logIn.isError && <Failure error={logIn.error} />}
      <Button type="primary" htmlType="submit" size="large" block loading={logIn.isPending}>
        {t.login.submit}
      </Button>
    </Form>
  );
}

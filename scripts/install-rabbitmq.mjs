import { spawnSync } from 'node:child_process';
import { existsSync, rmSync, writeFileSync } from 'node:fs';

const SERVER = '/usr/lib/rabbitmq/bin/rabbitmq-server';
/** Asked before a package starts its service; see invoke-rc.d(8). */
const POLICY = '/usr/sbin/policy-rc.d';
const APT = { stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };

/**
 * Installs RabbitMQ for the tests where it is missing: as root, by apt, and without leaving the service of the system running.
 * Returns whether it had to. A broker from outside, `TEST_AMQP_URL`, stands in for all of it.
 */
export function installRabbitMq() {
  if (existsSync(SERVER) || process.env['TEST_AMQP_URL']) return false;
  if (process.getuid?.() !== 0) {
    throw new Error(
      'Thiếu RabbitMQ. Hãy chạy “sudo apt-get install rabbitmq-server”, hoặc đặt TEST_AMQP_URL=amqp://tên:mật-khẩu@máy:5672/vhost.\n' +
        'RabbitMQ is missing. Run “sudo apt-get install rabbitmq-server”, or set TEST_AMQP_URL=amqp://user:password@host:5672/vhost.',
    );
  }
  console.error('Cài rabbitmq-server… / Installing rabbitmq-server…');
  // An index that cannot be renewed may still do; whether it does is said by the install.
  apt('update', '-qq');
  const isInstalled = withoutServices(() => apt('install', '-qq', '-y', '--no-install-recommends', 'rabbitmq-server'));
  if (!isInstalled || !existsSync(SERVER)) {
    throw new Error(
      'Không cài được rabbitmq-server; hãy đặt TEST_AMQP_URL. / rabbitmq-server could not be installed; set TEST_AMQP_URL.',
    );
  }
  return true;
}

/** With a policy that starts nothing; one that is there already is somebody's decision and stays. */
function withoutServices(install) {
  const isOurs = !existsSync(POLICY);
  if (isOurs) writeFileSync(POLICY, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    return install();
  } finally {
    if (isOurs) rmSync(POLICY, { force: true });
  }
}

function apt(...words) {
  return spawnSync('apt-get', words, APT).status === 0;
}

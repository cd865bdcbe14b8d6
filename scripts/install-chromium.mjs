import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const BROWSER = '/usr/bin/chromium';
const APT = { stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };

/**
 * Installs Debian's Chromium, and a font that has all Vietnamese letters, for the tests of the operators' page where it is missing: as
 * root, by apt. Returns whether it had to. A browser from elsewhere, `CHROMIUM_PATH`, stands in for it.
 */
export function installChromium() {
  if (existsSync(BROWSER) || process.env['CHROMIUM_PATH']) return false;
  if (process.getuid?.() !== 0) {
    throw new Error(
      'Thiếu Chromium. Hãy chạy “sudo apt-get install chromium fonts-noto-core”, hoặc đặt CHROMIUM_PATH=/đường/dẫn/chromium.\n' +
        'Chromium is missing. Run “sudo apt-get install chromium fonts-noto-core”, or set CHROMIUM_PATH=/path/to/chromium.',
    );
  }
  console.error('Cài chromium… / Installing chromium…');
  // An index that cannot be renewed may still do; whether it does is said by the install.
  apt('update', '-qq');
  if (!apt('install', '-qq', '-y', '--no-install-recommends', 'chromium', 'fonts-noto-core') || !existsSync(BROWSER)) {
    throw new Error('Không cài được chromium; hãy đặt CHROMIUM_PATH. / chromium could not be installed; set CHROMIUM_PATH.');
  }
  return true;
}

function apt(...words) {
  return spawnSync('apt-get', words, APT).status === 0;
}

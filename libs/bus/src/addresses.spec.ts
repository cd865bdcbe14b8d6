import { describe, expect, it } from '@jest/globals';
import { ConfigurationError } from '#runtime';
import { parseAddresses } from './addresses.ts';
import { readBusSettings } from './settings.ts';

describe('the addresses of a broker', () => {
  it('reads one with everything in it', () => {
    expect(parseAddresses('amqps://gate%40way:p%2Cw%20d@mq.example.vn:5999/h%2F56')).toEqual([
      {
        label: 'amqps://mq.example.vn:5999/h%2F56',
        protocol: 'amqps',
        hostname: 'mq.example.vn',
        port: 5999,
        username: 'gate@way',
        password: 'p,w d',
        vhost: 'h/56',
      },
    ]);
  });

  it.each([
    ['amqp://localhost', 5672],
    ['amqp://localhost/', 5672],
    ['amqps://localhost', 5671],
  ])('fills in what is usual: %s', (text, port) => {
    expect(parseAddresses(text)).toMatchObject([{ port, vhost: '/', username: 'guest', password: 'guest' }]);
  });

  it('reads several, apart by commas or blanks', () => {
    const hosts = parseAddresses(' amqp://a:1,amqp://b:2 amqp://[::1]:3,\n amqp://d:4 ').map(({ hostname, port }) => [
      hostname,
      port,
    ]);
    expect(hosts).toEqual([
      ['a', 1],
      ['b', 2],
      ['::1', 3],
      ['d', 4],
    ]);
  });

  it('never has a password in what people read', () => {
    expect(parseAddresses('amqp://user:secret@host').map(({ label }) => label)).toEqual(['amqp://host:5672/%2F']);
  });

  it.each([
    ['nothing', ' , '],
    ['another scheme', 'http://u:secret@host'],
    ['no scheme', 'u:secret@host'],
    ['a password with a bare slash', 'amqp://u:secret/x@host'],
    ['a password with a bare comma', 'amqp://u:sec,secret@host'],
    ['a stray %', 'amqp://u:secret%zz@host'],
    ['a stray % in the virtual host', 'amqp://u:secret@host/%zz'],
    ['parameters', 'amqp://u:secret@host?heartbeat=5'],
  ])('refuses %s without repeating it', (_, text) => {
    const read = (): unknown => parseAddresses(text);
    expect(read).toThrow(ConfigurationError);
    expect(read).toThrow(/^(?![^]*secret)[^]*AMQP_URL: /);
  });
});

describe('the settings of the bus', () => {
  it('has none where no address is set', () => {
    expect(readBusSettings({})).toBeUndefined();
    expect(readBusSettings({ AMQP_URL: '' })).toBeUndefined();
  });

  it('takes the certificate files along', () => {
    const file = import.meta.filename;
    expect(readBusSettings({ AMQP_URL: 'amqps://h', AMQP_CA_FILE: file })?.tls).toMatchObject({ ca: file });
  });

  it('names every file that is wrong', () => {
    const read = (): unknown => readBusSettings({ AMQP_URL: 'amqps://h', AMQP_CA_FILE: '/none', AMQP_CERT_FILE: '/none' });
    expect(read).toThrow(/AMQP_CA_FILE: [^]*AMQP_CERT_FILE: [^]*AMQP_KEY_FILE/);
  });
});

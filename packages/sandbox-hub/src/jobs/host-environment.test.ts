import { expect, test } from 'vitest';
import { hostEnvironment } from './host-environment.ts';

test('lets through how to reach the network, and no secret', () => {
  const host = hostEnvironment({
    PATH: '/bin',
    HUBDESK_CACHE: '/cache',
    HF_TOKEN: 'canary',
    AWS_SECRET_ACCESS_KEY: 'canary',
    PIP_CERT: '/certs.pem',
    https_proxy: 'http://proxy:3128',
    HTTP_PROXY: 'http://me:canary@proxy:3128',
    PIP_INDEX_URL: 'https://canary@index/simple',
  });
  expect(host).toEqual({
    path: '/bin',
    cache: '/cache',
    network: { PIP_CERT: '/certs.pem', https_proxy: 'http://proxy:3128' },
    realTraining: false,
  });
});

// The little that a job and the tools that serve it are told of this machine: where programs are, how to reach the
// package index. Nothing that could be a secret: an address with a password in it is left out.
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

export interface HostEnvironment {
  /** Where programs are looked for. */
  path: string;
  /** Where environments for jobs are kept between runs. */
  cache: string;
  /** Settings for certificates, proxies and package indexes, without credentials. */
  network: Readonly<Record<string, string>>;
  /** Whether the whole training stack may be downloaded when a job asks for it. */
  realTraining: boolean;
}

const NETWORK =
  /^(?:SSL_CERT_(?:FILE|DIR)|REQUESTS_CA_BUNDLE|CURL_CA_BUNDLE|NODE_EXTRA_CA_CERTS|PIP_(?:CERT|INDEX_URL|EXTRA_INDEX_URL|FIND_LINKS|DEFAULT_TIMEOUT)|UV_(?:DEFAULT_INDEX|INDEX|INDEX_URL|FIND_LINKS|PYTHON_INSTALL_MIRROR)|(?:https?|no|all)_proxy)$/i;
// Without these nothing starts on Windows.
const WINDOWS = /^(?:SystemRoot|SystemDrive|ComSpec|PATHEXT|windir|NUMBER_OF_PROCESSORS|PROCESSOR_ARCHITECTURE)$/i;

export function hostEnvironment(
  // oxlint-disable-next-line node/no-process-env -- the one place where the machine's own settings come in
  env: Readonly<Record<string, string | undefined>> = process.env,
): HostEnvironment {
  const network: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) {
    if (value === undefined || !(NETWORK.test(name) || WINDOWS.test(name))) continue;
    if (!/:\/\/[^/\s]*@/.test(value)) network[name] = value;
  }
  return {
    path: env['PATH'] ?? ['/usr/local/bin', '/usr/bin', '/bin'].join(delimiter),
    cache: env['HUBDESK_CACHE'] ?? join(homedir(), '.cache', 'hubdesk'),
    network,
    realTraining: env['HUBDESK_REAL_TRAINING'] === '1',
  };
}

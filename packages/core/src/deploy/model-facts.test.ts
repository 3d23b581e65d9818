import { expect, it } from 'vitest';
import { createHubClient } from '../hub/hub-client.ts';
import { systemClock } from '../ports/clock.ts';
import { Secret } from '../secrets/secret.ts';
import { aHub, onHub } from './deploy-desk.fixture.ts';
import { deployModel } from './model-facts.ts';

it.each(['/content/base', '../../settings/tokens', '--trust-remote-code/x', 'x](javascript:alert(1))'])(
  'asks nobody about an adapter’s base that is no model on the Hub: %s',
  async (base) => {
    const hub = await aHub();
    const config = JSON.stringify({ base_model_name_or_path: base, peft_type: 'LORA' });
    const files = Object.entries({ 'adapter_config.json': config, 'adapter_model.safetensors': 'weights' }).map(
      ([path, content]) => ({ path, content, encoding: 'utf-8' }),
    );
    await onHub(hub, 'POST', '/api/repos/create', { type: 'model', name: 'stray', files });
    const client = createHubClient({ hubUrl: hub.url, routerUrl: hub.routerUrl }, systemClock);
    const { kind, problem } = await deployModel(client, 'sandy/stray', { token: Secret.from(hub.token) });
    expect({ kind, problem }).toEqual({ kind: 'adapter', problem: expect.stringContaining('no model on the Hub') });
    expect(hub.requests.filter(({ path }) => !path.includes('sandy/stray') && path !== '/api/repos/create')).toEqual(
      [],
    );
  },
);

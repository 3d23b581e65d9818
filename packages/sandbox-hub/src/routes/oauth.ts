// OAuth by device code: `POST /oauth/device`, `POST /oauth/token`, `/oauth/userinfo`, and the page to approve at.
// Only public apps by device code and refresh: the authorization code grant is not here.
import { z } from 'zod';
import { requireCaller } from '../caller.ts';
import { requireAccount } from '../control/edit-accounts.ts';
import { readForm, readJson } from '../http/read-body.ts';
import { json, Refusal, type Reply } from '../http/reply.ts';
import type { HubRequest, Route } from '../http/route-table.ts';
import type { HubContext } from '../hub-context.ts';
import { decidedPage, devicePage } from '../oauth/device-page.ts';
import { SCOPES, type DeviceLogins, type IssuedTokens, type OAuthRefusal } from '../oauth/device-logins.ts';
import type { ControlRoute } from './control.ts';

const DEVICE_GRANT = 'urn:ietf:params:oauth:grant-type:device_code';
const WORDS: Readonly<Record<string, string>> = {
  authorization_pending: 'The user has not yet approved the request.',
  slow_down: 'Polling too frequently.',
  expired_token: 'The device code has expired.',
  access_denied: 'The user denied the request.',
  invalid_grant: 'The code or token is invalid.',
};

export function oauthRoutes({ store, origin }: HubContext, logins: DeviceLogins): Route[] {
  return [
    {
      method: 'GET',
      pattern: '/.well-known/openid-configuration',
      answer: () =>
        json({
          issuer: origin(),
          token_endpoint: `${origin()}/oauth/token`,
          userinfo_endpoint: `${origin()}/oauth/userinfo`,
          device_authorization_endpoint: `${origin()}/oauth/device`,
          grant_types_supported: [DEVICE_GRANT, 'refresh_token'],
          scopes_supported: SCOPES,
          token_endpoint_auth_methods_supported: ['none'],
        }),
    },
    {
      method: 'POST',
      pattern: '/oauth/device',
      answer: async (request) => {
        const form = await fields(request);
        const clientId = required(form, 'client_id');
        const asked = (form.scope ?? '').split(/\s+/).filter(Boolean);
        const unknown = asked.find((scope) => !SCOPES.some((known) => known === scope));
        if (unknown !== undefined) throw refusal('invalid_scope', `The scope ${unknown} does not exist.`);
        // What the app was registered with counts only when it asks for nothing; ours are registered with all.
        const started = logins.start(clientId, asked.length > 0 ? asked : SCOPES);
        const uri = `${origin()}/oauth/device`;
        return json({
          device_code: started.deviceCode,
          user_code: started.userCode,
          verification_uri: uri,
          verification_uri_complete: `${uri}?user_code=${started.userCode}`,
          expires_in: started.expiresInSeconds,
          interval: started.intervalSeconds,
        });
      },
    },
    {
      method: 'POST',
      pattern: '/oauth/token',
      answer: async (request) => {
        const form = await fields(request);
        const clientId = required(form, 'client_id');
        switch (form.grant_type) {
          case DEVICE_GRANT:
            return tokenReply(logins.poll(required(form, 'device_code'), clientId));
          case 'refresh_token':
            return tokenReply(logins.refresh(required(form, 'refresh_token'), clientId));
          default:
            throw refusal('unsupported_grant_type', `The grant type ${form.grant_type ?? ''} is not supported.`);
        }
      },
    },
    {
      method: 'GET',
      pattern: '/oauth/device',
      answer: ({ query }) => devicePage(query.first('user_code') ?? ''),
    },
    {
      method: 'POST',
      pattern: '/oauth/device/decision',
      answer: async (request) => {
        const { user_code: code = '', token = '', decision } = await fields(request);
        const known = store.token(token);
        if (!known || known.expired) return devicePage(code, 'That token is not one of this Sandbox.', 401);
        const done = decision === 'approve' ? logins.approve(code, known.account) : logins.deny(code);
        if (!done) return devicePage(code, 'That code is unknown, was used, or is too old.', 400);
        return decidedPage(
          decision === 'approve'
            ? `Approved: the program is signed in as ${known.account}. You can close this page.`
            : 'Denied. You can close this page.',
        );
      },
    },
    ...(['GET', 'POST'] as const).map((method): Route => ({
      method,
      pattern: '/oauth/userinfo',
      answer: ({ headers }) => {
        const { account, token } = requireCaller(store, headers);
        const has = (scope: string) => !token.scopes || token.scopes.includes(scope);
        if (!has('openid')) throw new Refusal(403, 'This token lacks the scope openid');
        return json({
          sub: account.id,
          ...(has('profile')
            ? {
                name: account.fullname,
                preferred_username: account.name,
                profile: `${origin()}/${account.name}`,
                picture: `${origin()}/avatars/${account.name}.svg`,
                isPro: account.isPro,
                orgs: account.memberships.flatMap(({ org: name, role }) => {
                  const org = store.org(name);
                  if (!org) return [];
                  return {
                    sub: org.id,
                    name: org.fullname,
                    preferred_username: org.name,
                    picture: `${origin()}/avatars/${org.name}.svg`,
                    isEnterprise: org.plan === 'enterprise' || org.plan === 'plus',
                    plan: org.plan,
                    roleInOrg: role,
                  };
                }),
              }
            : {}),
          ...(has('email') ? { email: account.email, email_verified: account.goodStanding !== false } : {}),
          ...(has('read-billing') ? { canPay: account.canPay, billingMode: 'prepaid' } : {}),
        });
      },
    })),
  ];
}

const decisionBody = z.object({ userCode: z.string(), account: z.string().optional(), approve: z.boolean() });

/** Approving and denying for tests, without a page. */
export function oauthControl({ store }: HubContext, logins: DeviceLogins): ControlRoute[] {
  return [
    {
      method: 'POST',
      path: 'devices',
      answer: async (request) => {
        const { userCode, account, approve } = await readJson(request, decisionBody);
        if (approve && account === undefined) throw new Refusal(400, 'Say which account approves.');
        if (account !== undefined) requireAccount(store, account);
        const done = approve ? logins.approve(userCode, account ?? '') : logins.deny(userCode);
        if (!done) throw new Refusal(404, `No login waits with the code ${userCode}.`);
        return {};
      },
    },
  ];
}

function tokenReply(result: IssuedTokens | OAuthRefusal): Reply {
  if (typeof result === 'string') throw refusal(result, WORDS[result] ?? '');
  return json(
    {
      access_token: result.accessToken,
      refresh_token: result.refreshToken,
      token_type: 'bearer',
      expires_in: result.expiresInSeconds,
      scope: result.scopes.join(' '),
    },
    { 'cache-control': 'no-store' },
  );
}

function refusal(error: string, description: string): Refusal {
  return new Refusal(400, { error, error_description: description });
}

async function fields(request: HubRequest): Promise<Record<string, string | undefined>> {
  const form = await readForm(request);
  return Object.fromEntries(Object.entries(form).map(([key, [value]]) => [key, value]));
}

function required(form: Record<string, string | undefined>, key: string): string {
  const value = form[key];
  if (value === undefined || value === '') throw refusal('invalid_request', `${key} is missing.`);
  return value;
}

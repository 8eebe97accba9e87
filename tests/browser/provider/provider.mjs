// oidc-provider (certified by the OpenID Foundation) for the sign-in tests. One argument, JSON: port, accounts, redirect.
// It has the accounts' names as buttons, one to give up, and refuses whatever the standard lets it refuse: PKCE is demanded.
import { Provider } from 'oidc-provider';

const { port, accounts, redirect } = JSON.parse(process.argv[2]);
const known = new Map(accounts.map((account) => [account.sub, account]));

const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [{ client_id: 'kondusif', client_secret: 'x', redirect_uris: [redirect], post_logout_redirect_uris: [redirect] }],
  claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['groups'] },
  conformIdTokenClaims: false, // in the ID token too, where Streamlit looks for them
  cookies: { keys: ['kunci-uji'] },
  pkce: { required: () => true },
  findAccount: (_, id) => known.has(id) && { accountId: id, claims: () => known.get(id) },
  interactions: { url: (_, { uid }) => `/masuk/${uid}` },
  features: {
    devInteractions: { enabled: false },
    rpInitiatedLogout: {
      logoutSource: (ctx, form) => { ctx.body = `${form}<button form="op.logoutForm" name="logout" value="yes">End session</button>`; },
    },
  },
});

const page = (names) => `<form method="post">${names.map((name) => `<button name="login" value="${name}">${name}</button>`).join('')}</form>`;

async function chosen(request) {
  const parts = [];
  for await (const part of request) parts.push(part);
  return new URLSearchParams(Buffer.concat(parts).toString()).get('login');
}

provider.use(async (ctx, next) => {
  if (!ctx.path.startsWith('/masuk/')) return next();
  const { prompt, session, params } = await provider.interactionDetails(ctx.req, ctx.res);
  const finish = (result, merge) => provider.interactionFinished(ctx.req, ctx.res, result, { mergeWithLastSubmission: merge });
  if (prompt.name !== 'login') {
    const grant = new provider.Grant({ accountId: session.accountId, clientId: params.client_id });
    grant.addOIDCScope(params.scope);
    return finish({ consent: { grantId: await grant.save() } }, true);
  }
  if (ctx.method === 'GET') {
    ctx.body = page([...known.keys(), 'batal']);
    return undefined;
  }
  const login = await chosen(ctx.req);
  return finish(login === 'batal' ? { error: 'access_denied' } : { login: { accountId: login } }, false);
});

provider.listen(port, '127.0.0.1');

// A real OpenID Connect provider for the tests of crates/app/tests/it/provider.rs. The package's own
// file is named by the environment; the address is printed when it answers.
import http from 'node:http';
import { pathToFileURL } from 'node:url';

const { Provider, default: Fallback } = await import(pathToFileURL(process.env.SAMORDNA_OIDC_PROVIDER).href);
const server = http.createServer();
await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
const issuer = `http://127.0.0.1:${server.address().port}`;

// The account is what was typed: "anna@example.org", or "key anna@example.org" for another key with the
// same address; an address that begins with "o-" is not verified.
const account = (id) => {
  const email = id.split(' ').at(-1);
  return { accountId: id, claims: async () => ({ sub: id, email, email_verified: !email.startsWith('o-') }) };
};

const provider = new (Provider ?? Fallback)(issuer, {
  clients: [{ client_id: 'samordna', client_secret: process.env.SECRET, redirect_uris: [process.env.REDIRECT] }],
  claims: { openid: ['sub'], email: ['email', 'email_verified'] },
  findAccount: async (_, id) => account(id),
  pkce: { required: () => true },
  features: { devInteractions: { enabled: true } },
});
server.on('request', provider.callback());
console.log(issuer);

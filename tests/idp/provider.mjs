// An OpenID provider for the sign-in tests: oidc-provider, which is certified, with people who are
// told to it. `node provider.mjs '<json>'` with {clientId, clientSecret, redirectUris, accounts, thin};
// it writes {"issuer": …} to its output as soon as it listens, and ends with its input.
import { createServer } from "node:http";
import Provider from "oidc-provider";

const given = JSON.parse(process.argv[2]);
const accounts = new Map(Object.entries(given.accounts));

const server = createServer();
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
const issuer = `http://127.0.0.1:${server.address().port}`;

const provider = new Provider(issuer, {
  clients: [
    {
      client_id: given.clientId,
      client_secret: given.clientSecret,
      redirect_uris: given.redirectUris,
      grant_types: ["authorization_code"],
      response_types: ["code"],
    },
  ],
  claims: {
    openid: ["sub", "amr"],
    email: ["email", "email_verified"],
    profile: ["name"],
    groups: ["groups"],
  },
  scopes: ["openid", "email", "profile", "groups"],
  // With it the ID token is thin: claims of scopes come from the userinfo endpoint alone.
  conformIdTokenClaims: given.thin ?? false,
  pkce: { required: () => true },
  features: { devInteractions: { enabled: false } },
  cookies: { keys: ["only for tests"] },
  findAccount: (_, id) => {
    const claims = accounts.get(id);
    return claims && { accountId: id, claims: () => ({ sub: id, ...claims }) };
  },
  loadExistingGrant: async (ctx) => {
    const grant = new ctx.oidc.provider.Grant({
      clientId: ctx.oidc.client.clientId,
      accountId: ctx.oidc.session.accountId,
    });
    grant.addOIDCScope("openid email profile groups");
    await grant.save();
    return grant;
  },
  interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
  renderError: (ctx, out) => {
    ctx.type = "json";
    ctx.body = out;
  },
});

const standard = provider.callback();

async function readBody(request) {
  let text = "";
  for await (const chunk of request) text += chunk;
  return text;
}

async function interact(request, response) {
  const { params } = await provider.interactionDetails(request, response);
  if (request.method === "GET") {
    response.setHeader("content-type", "text/html");
    response.end(`<form method="post"><input name="account" value="${params.login_hint ?? ""}"></form>`);
    return;
  }
  const form = new URLSearchParams(await readBody(request));
  const refused = form.get("refuse");
  const result = refused
    ? { error: "access_denied", error_description: "the person refused" }
    : { login: { accountId: form.get("account"), amr: (form.get("amr") ?? "pwd").split(" ") } };
  await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
}

server.on("request", (request, response) => {
  if (request.url === "/test/accounts" && request.method === "PUT") {
    readBody(request).then((text) => {
      for (const [id, claims] of Object.entries(JSON.parse(text))) accounts.set(id, claims);
      response.writeHead(204).end();
    });
  } else if (request.url.startsWith("/interaction/")) {
    interact(request, response).catch((error) => response.writeHead(400).end(String(error)));
  } else {
    standard(request, response);
  }
});

process.stdout.write(`${JSON.stringify({ issuer })}\n`);
process.stdin.resume();
process.stdin.on("end", () => process.exit(0));

// Signs who a visitor is, as a company's back end does: a JWT with HMAC-SHA256. This is all that it takes.
import { createHmac } from 'node:crypto';

// Baton accepts at most 15 minutes. The page asks again before a token expires.
const LIFETIME_S = 10 * 60;

const encode = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');

export function sign(claims, { kid, secret, audience, now }) {
  const header = encode({ alg: 'HS256', typ: 'JWT', kid });
  const payload = encode({ ...claims, aud: audience, iat: now, exp: now + LIFETIME_S });
  const signature = createHmac('sha256', secret).update(`${header}.${payload}`).digest('base64url');
  return `${header}.${payload}.${signature}`;
}
